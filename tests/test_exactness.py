"""One changed word makes suspect exactly what rests on it: from a published page to the list of judgements to review again.

The oracle knows nothing of texts or hashes: it compares the pinpoints of the judgements with the place that was changed.
"""

import contextlib
import io
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import lay_out
from lantern_register import LAW, law_page, page
from mapping.cli import main

FIRST = "LP50 din 05.05.26, MO190-194/12.05.26 art.270; în vigoare 01.03.26"
LATER = "LP55 din 01.05.26, MO200/05.05.26 art.290; în vigoare 01.06.26"
WORDS = [
    "felinarul",
    "lampagiul",
    "fitilul",
    "paznicul",
    "cartierul",
    "strada",
    "scara",
    "sticla",
    "uleiul",
    "noaptea",
    "ziua",
    "ceața",
    "țarcul",
    "șindrila",
    "aprinde",
    "păzește",
    "umple",
    "curăță",
    "veghează",
    "art.",
    "5",
    "alin.",
    "(2)",
    "pct.",
    "3)",
    "lit.",
    "a)",
    "„fumul”",
    "«jarul»",
    "prim-paznicul",
    "2,5",
    "la",
    "sută",
    "12^1",
]
TITLES = {
    "1": "Obiectul codului", "5": "Aprinderea felinarelor", "6": "Stingerea felinarelor", "6^1": "Registrul lămpilor",
    "7": "Accesul la registru", "8": "Dispoziții finale",
}  # fmt: skip
# Where the judgements of the corpus on the code may stand instead; each list begins with where they do.
TARGETS = {
    "5(1)": ["5(1)", "5", "5(2)", "5(1)(b)"],
    "6(1)": ["6(1)", "6", "6(2)", "6(2)(a)", "6(1)(b)"],
    "7(1)[2]": ["7(1)[2]", "7(1)[1]", "7(1)[1](a)", "7(1)", "7"],
}


@dataclass
class Place:
    """A unit of the invented act, and how its number is printed."""

    at: str
    number: str
    words: str
    units: list["Place"] = field(default_factory=list)
    closing: str = ""

    def walk(self) -> "list[Place]":
        """The unit and everything in it."""
        return [self, *(inner for one in self.units for inner in one.walk())]

    def lines(self) -> list[str]:
        """As it is printed."""
        own = [f"{self.number} {self.words}".strip()] if self.number or self.words else []
        return [*own, *(line for one in self.units for line in one.lines()), *([self.closing] if self.closing else [])]


Edit = tuple[str, str]  # the place, and which of its texts: words, closing or heading


def rests(target: str, edit: Edit) -> bool:
    """The rule in words: on the place with everything in it, and on what the units around it say, headings aside."""
    at, what = edit
    inside = at == target or at.startswith((f"{target}(", f"{target}["))
    around = target.startswith((f"{at}(", f"{at}["))
    return inside or (around and what != "heading")


sentence = st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(
    lambda words: " ".join(["Cînd", *words, "arde"])
)


@st.composite
def row(draw: st.DrawFn, at: str, number: str, *, divided: bool | None = None) -> Place:
    """A paragraph, or an article without paragraphs: words, perhaps letters, perhaps words after them."""
    if not (draw(st.booleans()) if divided is None else divided):
        return Place(at, number, draw(sentence) + ".")
    letters = [Place(f"{at}({one})", f"{one})", draw(sentence) + ";") for one in "abcd"[: draw(st.integers(2, 4))]]
    closing = draw(st.sampled_from(["", "se pedepsește cu amendă de la 5 la 8 lămpi."]))
    return Place(at, number, draw(sentence) + ":", letters, closing)


@st.composite
def codes(draw: st.DrawFn) -> list[Place]:
    """The articles of an invented code that has every place a judgement may stand on."""
    five = [draw(row("5(1)", "(1)", divided=True)), draw(row("5(2)", "(2)")), draw(row("5(2^1)", "(2^1)"))]
    six = [draw(row("6(1)", "(1)", divided=True)), draw(row("6(2)", "(2)", divided=True))]
    points = [
        Place("7(1)[1]", "1)", draw(sentence) + ":", [Place(f"7(1)[1]({one})", f"{one})", draw(sentence) + ";") for one in "ab"]),
        *(Place(f"7(1)[{one}]", f"{one})", draw(sentence) + ";") for one in range(2, draw(st.integers(3, 4)))),
    ]  # fmt: skip
    seven = [Place("7(1)", "(1)", draw(sentence) + ":", points), draw(row("7(2)", "(2)"))]
    return [
        draw(row("1", "")), Place("5", "", "", five), Place("6", "", "", six), draw(row("6^1", "")), Place("7", "", "", seven),
        draw(row("8", "", divided=False)),
    ]  # fmt: skip


@st.composite
def edits(draw: st.DrawFn, articles: list[Place], targets: list[str]) -> tuple[Edit, dict[str, str], list[Place]]:
    """One word replaced in one text of the code: where, and the headings and articles afterwards."""
    texts = [
        (one.at, what)
        for each in articles
        for one in each.walk()
        for what in ("words", "closing")
        if getattr(one, what)
    ]
    texts += [(at, "heading") for at in TITLES]
    near = [one for one in texts if any(rests(target, one) for target in targets)]
    beyond = [one for one in texts if any(target.startswith(f"{one[0]}(") for target in targets)]
    edit = draw(st.one_of(*(st.sampled_from(some) for some in (texts, near, beyond) if some)))

    def changed(text: str) -> str:
        words = text.split()
        at = draw(st.integers(0, len(words) - 1))
        end = words[at][-1] if at == len(words) - 1 and words[at][-1] in ".;:" else ""
        return " ".join(
            [*words[:at], ("Scrumul" if at == 0 and text[0].isupper() else "scrumul") + end, *words[at + 1 :]]
        )

    def rewritten(one: Place) -> Place:
        texts = {what: getattr(one, what) for what in ("words", "closing")}
        if one.at == edit[0] and edit[1] in texts:
            texts[edit[1]] = changed(texts[edit[1]])
        return Place(one.at, one.number, texts["words"], [rewritten(each) for each in one.units], texts["closing"])

    titles = {at: changed(title) if (at, "heading") == edit else title for at, title in TITLES.items()}
    return edit, titles, [rewritten(one) for one in articles]


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Place], dict[str, str], tuple[Edit, dict[str, str], list[Place]]]:
    """A code, where the judgements stand, and one edit."""
    articles = draw(codes())
    targets = {old: draw(st.sampled_from(others)) for old, others in TARGETS.items()}
    return articles, targets, draw(edits(articles, [*targets.values()]))


def published(articles: list[Place], titles: dict[str, str], amendment: str) -> str:
    """The page of the register."""
    document = "100" if amendment == FIRST else "101"
    raised = [(one.at, titles[one.at], [_raised(line) for line in one.lines()]) for one in articles]
    return page(raised, amendment=amendment, document=document, versions=(("100", "01-03-2026"), ("101", "01-06-2026")))


def _raised(line: str) -> str:
    base, sign, index = line.partition("^1")
    return f"{base}<sup>1</sup>{_raised(index)}" if sign else line


class Desk:
    """A copy of the corpus in which commands are typed."""

    def __init__(self, folder: str) -> None:
        self.root = lay_out(Path(folder) / "corpus")

    def run(self, *words: str) -> str:
        """Type a command that must succeed; gives what it printed."""
        said = io.StringIO()
        with (
            mock.patch.dict("os.environ", {"MAPPING_ROOT": str(self.root)}),
            contextlib.chdir(self.root), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said),
        ):  # fmt: skip
            code = main(list(words))
        assert code == 0, said.getvalue()
        return said.getvalue()

    def take(self, content: str, act: str) -> None:
        """Save a page and import it."""
        (self.root / "saved.html").write_text(content, encoding="utf-8")
        self.run("import", "saved.html", "--act", act)

    def move(self, targets: dict[str, str]) -> None:
        """Let the judgements stand on other places of the code."""
        for path in (self.root / "data").rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            for old, new in targets.items():
                text = text.replace(f'"lantern-code/{old}"', f'"lantern-code/{new}"')
                if old == "7(1)[2]" and path.stem == "lantern-code":
                    text = text.replace(f'at: "{old}"', f'at: "{new}"')
            path.write_text(text, encoding="utf-8")

    def sign(self) -> None:
        """Sign every judgement."""
        self.run("review", "sample", "--name", "Ana Rusu", "--role", "jurist", "--date", "2026-06-10")


@settings(max_examples=25)
@given(story=stories())
def test_one_changed_word_makes_suspect_exactly_what_rests_on_it(
    story: tuple[list[Place], dict[str, str], tuple[Edit, dict[str, str], list[Place]]],
) -> None:
    """Import, sign everything, import the next consolidation with one other word: the oracle's judgements, and one place."""
    articles, targets, (edit, titles, newer) = story
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(folder)
        desk.move(targets)
        desk.take(published(articles, TITLES, FIRST), "lantern-code")
        desk.take(law_page(LAW), "law-8-2010")
        desk.sign()
        desk.take(published(newer, titles, LATER), "lantern-code")
        found = json.loads(desk.run("changes", "--format", "json"))
    expected = {f"lantern-code/{at}" for at in (*targets.values(), "6^1") if rests(at, edit)}
    assert {one["to"] for one in found["suspect"]} == expected
    (law,) = found["law"]
    kind = "heading" if edit[1] == "heading" else "amended"
    assert [(one["kind"], one["at"], one["now"]) for one in law["changes"]] == [(kind, edit[0], edit[0])]
    assert {to for _, to in map(tuple, law["changes"][0]["links"])} == expected


TYPOGRAPHY = {
    "cedilla": lambda text: text.translate(str.maketrans("șțȘȚ", "şţŞŢ")),
    "spaces": lambda text: text.replace(" ", "&nbsp;").replace("alin.&nbsp;(", "alin.("),
    "quotes": lambda text: text.replace("„fumul”", '"fumul"').replace("«jarul»", "„jarul”"),
    "signs": lambda text: text.replace("prim-paznicul", "prim‑paznicul").replace("<sup>1</sup>", "^1"),
    "tags": lambda text: text.replace("lampa", "lam<span>pa</span>").replace("paz", "<b>p</b>az"),
    "footer": lambda text: text + "<p>Preşedintele Parlamentului</p><p>Ion LAMPĂ</p><p>Chişinău, 2 februarie 2004.</p><p>Nr. 7-XV.</p>",
    "structure": lambda text: text.replace("<p><b>Articolul 6.", "<p>CARTEA A DOUA</p><p>DESPRE LĂMPI</p><p><b>Articolul 6."),
    "notes": lambda text: text + "<p>[Art.8 modificat prin LP55 din 01.05.26, MO200/05.05.26 art.290; în vigoare 01.06.26]</p>",
}  # fmt: skip


@settings(max_examples=10)
@given(articles=codes(), chosen=st.sets(st.sampled_from(sorted(TYPOGRAPHY)), min_size=1))
def test_typography_footers_and_structure_make_nothing_suspect(articles: list[Place], chosen: set[str]) -> None:
    """Another month's page of the same words: no change, and every signature stands."""
    first = published(articles, TITLES, FIRST)
    head, begin, body = published(articles, TITLES, LATER).partition("<p>Parlamentul adoptă")
    body, end, tail = body.rpartition("</div></div>")
    for name in sorted(chosen, key=lambda one: (one == "footer", one)):
        body = TYPOGRAPHY[name](body)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(folder)
        desk.take(first, "lantern-code")
        desk.take(law_page(LAW), "law-8-2010")
        desk.sign()
        desk.take(head + begin + body + end + tail, "lantern-code")
        found = json.loads(desk.run("changes", "--format", "json"))
    assert found["suspect"] == []
    assert [one["changes"] for one in found["law"]] in ([], [[]])
