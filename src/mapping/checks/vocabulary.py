"""Rules about the words that the reports print."""

from collections.abc import Iterator

from mapping.catalogue import Catalogue
from mapping.checks.rules import problem, rule
from mapping.issues import Issue
from mapping.words import NEEDED, places


@rule("missing-word", "a word of the reports that the vocabulary lacks, or whose places in braces differ by language")
def missing_words(catalogue: Catalogue) -> Iterator[Issue]:
    """Every word the program prints stands in the vocabulary; a number it fills in has its place in both languages."""
    vocabulary = catalogue.vocabulary
    lacking = [
        f'"{key}" in the group "{group}"'
        for group, keys in NEEDED.items()
        for key in keys
        if key not in vocabulary.words.get(group, {})
    ]
    if lacking:
        yield problem(
            "missing-word", vocabulary.place, f"there is no word {', '.join(lacking)}", "add it, with en and ro"
        )
    for group, words in vocabulary.words.items():
        for key, text in words.items():
            given = places(text.en)
            if given is None or given != places(text.ro):
                yield problem(
                    "missing-word",
                    vocabulary.place,
                    f'the word "{key}" in the group "{group}" has other places in braces in English than in Romanian',
                    "write the same {places} in both, each closed",
                )
