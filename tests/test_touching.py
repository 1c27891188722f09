"""What a comparison of texts touches is what turns suspect, and the order of imports plays no part: generated texts."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.catalogue import Catalogue, load
from mapping.changes import law
from mapping.errors import UserError
from mapping.records import Seal
from mapping.seals import Key, seals
from mapping.texts.library import Library, folder_of, keep, open_library
from mapping.texts.model import Text, Unit, unit

FIRST = dt.date(2026, 1, 1)
WORDS = ("Felinarele ard până în zori.", "Felinarele ard până la amiază.", "Paznicul veghează lângă fiecare lampă.")

# Articles of the invented acts and treaty: their paragraphs, and the points or letters of those.
ACTS = {
    "lantern-code": {"5": ("(1)", "(2)"), "6": ("(1)",), "6^1": (), "7": ("(1)", "(1)[1]", "(1)[2]"), "8": ("(1)",)},
    "law-8-2010": {"3": (), "4": ("(1)",), "9": ("(1)", "(2)")},
    "sample": {"2": ("(1)", "(2)", "(3)", "(3)(a)"), "3": (), "4": ("(1)", "(3)")},
}


def day(number: int) -> dt.date:
    """The day from which the consolidation with this number applies."""
    return FIRST + dt.timedelta(days=number)


def publication(
    about: str, number: int, units: Sequence[Unit], *, partial: bool = False, retrieved: int = 100, file: str = "0"
) -> Text:
    """A consolidation of an invented act."""
    return Text(
        about=about, consolidated=day(number), language="ro", format="html", sha256=file * 64, retrieved=day(retrieved),
        units=tuple(units), partial=partial,
    )  # fmt: skip


@st.composite
def articles(draw: st.DrawFn, about: str) -> Unit:
    """An article of an act in some wording, or repealed."""
    number = draw(st.sampled_from(sorted(ACTS[about])))
    if draw(st.integers(0, 9)) == 0:
        return unit(number, repealed=True)

    def grown(at: str, inside: Sequence[str]) -> Unit:
        direct = [one for one in inside if not any(other != one and one.startswith(other) for other in inside)]
        return unit(
            at,
            heading=draw(st.sampled_from(("Titlul", "Alt titlu"))) if at == number else "",
            words=draw(st.sampled_from(WORDS)),
            closing=draw(st.sampled_from(("", "se pedepsește cu amendă."))),
            units=tuple(
                grown(at + one, [other.removeprefix(one) for other in inside if other != one and other.startswith(one)])
                for one in direct
            ),
        )

    return grown(number, ACTS[about][number])


@st.composite
def history(draw: st.DrawFn, about: str) -> list[Text]:
    """Two to four consolidations of an act, each in full or as an excerpt."""
    return [
        publication(
            about,
            number,
            draw(st.lists(articles(about), min_size=1, max_size=5, unique_by=lambda one: one.at).map(in_order)),
            partial=draw(st.booleans()),
        )
        for number in range(draw(st.integers(2, 4)))
    ]


def in_order(units: list[Unit]) -> list[Unit]:
    """Articles as a text has them."""
    return sorted(units, key=lambda one: one.pinpoint.sort_key)


def suspect(catalogue: Catalogue, texts: Sequence[Text], before: Text, after: Text) -> set[Key]:
    """What was signed on the day of one text and has other official words on the day of the next."""

    def sealed(one: Text) -> dict[Key, Seal]:
        return seals(catalogue, Library(tuple(texts), one.consolidated))

    now = sealed(after)
    return {
        key
        for key, then in sealed(before).items()
        for old, new in ((then.text, now[key].text), (then.treaty, now[key].treaty))
        if old is not None and new is not None and old != new
    }


@given(texts=st.sampled_from(sorted(ACTS)).flatmap(history))
def test_a_comparison_touches_exactly_what_turns_suspect(sample: Catalogue, texts: list[Text]) -> None:
    """Whole texts and excerpts, repeals and returns: under a seal and in a comparison the same words count."""
    library = Library(tuple(texts), day(100))
    for before, after in pairwise(texts):
        found = law.between(sample, library, before, after)
        assert set(found.touched.judgements) == suspect(sample, texts, before, after)
        assert {key for one in found.changes for key in one.touched.judgements} == set(found.touched.judgements)


def test_a_change_of_a_treaty_touches_what_was_searched_for_in_vain(sample: Catalogue) -> None:
    """A record that nothing was found rests on the words of the treaty as a link does."""
    old, new = (
        publication("sample", number, [unit("4", units=(unit("4(1)", words=words),))])
        for number, words in enumerate(WORDS[:2])
    )
    found = law.between(sample, Library((old, new), day(100)), old, new)
    assert found.touched.judgements == (("sample/4(1)", "none-found:exemption"),)


def test_an_excerpt_between_two_texts_hides_no_change(sample: Catalogue) -> None:
    """What an excerpt does not hold is compared with the text before it."""
    old, new = (
        publication("lantern-code", number, [unit("5", words=WORDS[0]), unit("6^1", words=words)])
        for number, words in ((0, WORDS[0]), (2, WORDS[1]))
    )
    excerpt = publication("lantern-code", 1, [unit("5", words=WORDS[0])], partial=True)
    [found] = law.latest(sample, Library((old, excerpt, new), day(100)))
    assert [one.change.at for one in found.changes] == ["6^1"]
    assert found.touched.judgements == (("sample/4(3)", "lantern-code/6^1"),)


def test_an_article_repealed_in_an_excerpt_is_gone_with_its_paragraphs(sample: Catalogue) -> None:
    """An excerpt lacks other articles, not paragraphs of those it holds."""
    old = publication(
        "lantern-code", 0, [unit("5", units=(unit("5(1)", words=WORDS[0]),)), unit("6^1", words=WORDS[0])]
    )
    excerpt = publication("lantern-code", 1, [unit("5", repealed=True)], partial=True)
    assert suspect(sample, [old, excerpt], old, excerpt) == {("sample/2(1)", "lantern-code/5(1)")}


# --- the order of imports ---------------------------------------------------------------------------------------------


def kept(catalogue: Catalogue, texts: Sequence[Text]) -> tuple[dict[str, bytes], Library]:
    """The files and the library after importing texts in the order given."""
    root = Path(tempfile.mkdtemp(prefix="library-"))
    try:
        for one in texts:
            keep(root, catalogue.edition, one)
        folder = folder_of(root, catalogue.edition)
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.json"))}
        return files, open_library(root, catalogue.edition)
    finally:
        shutil.rmtree(root)


def answers(catalogue: Catalogue, library: Library) -> list[object]:
    """Everything a library can be asked."""
    return [
        library.day,
        {about: [one.consolidated for one in texts] for about, texts in library.by_subject.items()},
        {about: library.current(about) for about in ACTS},
        {about: library.upcoming(about) for about in ACTS},
        seals(catalogue, library),
    ]


@given(
    texts=st.lists(st.sampled_from(sorted(ACTS)).flatmap(history), min_size=1, max_size=3, unique_by=lambda one: one[0].about),
    chance=st.randoms(use_true_random=False),
)  # fmt: skip
def test_the_order_of_imports_never_matters_and_twice_is_once(
    sample: Catalogue, texts: list[list[Text]], chance: object
) -> None:
    """The same texts give the same files, byte for byte, and the same answers."""
    once = [one for group in texts for one in group]
    files, library = kept(sample, once)
    shuffled = [*once, *chance.choices(once, k=2)]  # type: ignore[attr-defined]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    others, other = kept(sample, shuffled)
    assert files == others
    assert answers(sample, library) == answers(sample, other)


@given(
    units=st.lists(articles("lantern-code"), min_size=1, max_size=4, unique_by=lambda one: one.at).map(in_order),
    seen=st.lists(st.integers(0, 3), min_size=2, max_size=3),
    chance=st.randoms(use_true_random=False),
)
def test_the_same_words_in_several_files_are_one_text_whichever_came_first(
    sample: Catalogue, units: list[Unit], seen: list[int], chance: object
) -> None:
    """A page, a document and an excerpt of one consolidation; whatever is kept of them is kept in any order."""
    files = [
        publication("lantern-code", 0, units, retrieved=10 + when, file=str(number)) for number, when in enumerate(seen)
    ]
    files.append(publication("lantern-code", 0, units[:1], partial=True, retrieved=20, file="9"))
    shuffled = list(files)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert kept(sample, files)[0] == kept(sample, shuffled)[0]


def test_a_refused_text_leaves_the_library_as_it_was(sample: Catalogue, tmp_path: Path) -> None:
    """Other words of the same consolidation take the place of nothing by themselves."""
    old = publication("lantern-code", 0, [unit("5", words=WORDS[0])])
    keep(tmp_path, sample.edition, old)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    with pytest.raises(UserError, match="other words in article 5"):
        keep(
            tmp_path, sample.edition, msgspec.structs.replace(old, units=(unit("5", words=WORDS[1]),), sha256="1" * 64)
        )
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.json")} == before


def test_the_same_file_divided_otherwise_is_read_again(corpus: Path) -> None:
    """A later version of the program may divide a file better; another file with other words needs a decision."""
    edition = load(corpus).edition
    first = text_of(unit("5", words="Felinarul arde. Semnătura"))
    better = text_of(unit("5", words="Felinarul arde."))
    assert keep(corpus, edition, first) == "new"
    assert keep(corpus, edition, better) == "read-again"
    with pytest.raises(UserError, match="add --replace"):
        keep(corpus, edition, msgspec.structs.replace(first, sha256="1" * 64))


def text_of(*units: Unit) -> Text:
    """A text of the invented code."""
    day = dt.date(2026, 3, 1)
    return Text(
        about="lantern-code",
        consolidated=day,
        language="ro",
        format="html",
        sha256="0" * 64,
        retrieved=day,
        units=units,
    )
