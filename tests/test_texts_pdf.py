"""Reading PDF files: the paragraphs that were set come back, whatever the page made of them, or a sentence says why not."""

import functools
import io
import json
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import UserError
from mapping.reports.layout import TEMPLATES
from mapping.texts import pdf
from mapping.texts.pdf import read_pdf
from mapping.texts.wrapping import Page, Row, paragraphs

LAW = (
    "CODUL FELINARELOR",
    "Capitolul I. DISPOZIȚII GENERALE",
    "Articolul 1. Obiectul codului",
    "(1) Prezentul cod stabilește regulile după care se aprind, se întrețin și se sting felinarele amplasate pe străzile și în "
    "piețele orașelor, precum și obligațiile lampagiilor care răspund de acestea într-un sector anume.",
    "(2) Felinarele din gări se aprind în condițiile stabilite la art. 12^1 alin. (3) și (4), iar cele din porturi în condițiile "
    "prevăzute la art. 14 alin. (1), (2) și (2^1) lit. a) și b), dacă într-un regulament nu se prevede altfel; dispozițiile art. "
    "3 și 4 se aplică în mod corespunzător.",
    "Articolul 12^1. Aprinderea felinarelor amplasate pe străzile principale, în piețele centrale și în apropierea instituțiilor publice de învățământ",
    "(1) Felinarul se aprinde:",
    "a) la apusul soarelui;",
    "b) pe timp de ceață deasă, când vizibilitatea este mai mică de 50 de metri, cu condiția că lampagiul a verificat în "
    "prealabil fitilul, rezervorul, uleiul și geamul de protecție;",
    "b^1) la cererea scrisă a locuitorilor, dintr-un motiv întemeiat;",
    "c) în zilele de sărbătoare.",
    "(1^1) Stingerea înainte de termen se sancționează cu amendă de la 10 la 50 de unități convenționale.",
    "[Art.12^1 al.(1^1) introdus prin LP7 din 01.02.20, MO9/03.02.20 art.5; în vigoare 04.03.20]",
    "Articolul 13",
    "Abrogat.",
    "Articolul 14. Răspunderea lampagiilor",
    "1. Lampagiul care nu întreține felinarul răspunde pentru prejudiciul cauzat trecătorilor, proprietarilor de imobile și "
    "administrației, cu excepția cazurilor de forță majoră, constatate potrivit procedurii stabilite de autoritatea responsabilă.",
    "2. Răspunderea nu se înlătură.",
)  # fmt: skip

LAYOUTS = {
    "indented": "#set par(justify: true, first-line-indent: (amount: 1cm, all: true), spacing: 0.65em)",
    "spaced": "#set par(justify: true, spacing: 1.6em)",
    "ragged": "#set par(justify: false, spacing: 0.65em)",
    "hanging": "#set par(justify: true, hanging-indent: 1cm, spacing: 0.65em)",
    "divided": "#set par(justify: true, first-line-indent: (amount: 1cm, all: true), spacing: 0.65em)\n#set text(hyphenate: true)",
    "narrow": "#set page(width: 110mm, height: 150mm)\n#set par(justify: true, spacing: 1.3em)\n#set text(hyphenate: true)",
    "large": "#set text(size: 15pt)\n#set par(justify: true, first-line-indent: (amount: 1cm, all: true), spacing: 0.65em)",
    "columns": "#set page(columns: 2, margin: 15mm)\n#set par(justify: true, spacing: 1.4em)\n#set text(size: 9pt)",
    "typographic": "#set super(typographic: true)\n#set par(justify: true, spacing: 1.6em)",
}
HEADS = """#set page(header: align(center)[Codul felinarelor #h(1fr) Registrul felinarelor], footer: context align(center, counter(page).display()))"""


@functools.cache
def typeset(texts: tuple[str, ...], layout: str = LAYOUTS["spaced"], *, heads: bool = False, times: int = 1) -> bytes:
    """A PDF of paragraphs, ``^n`` set as superscripts; the texts reach the page as data, so that nothing in them is markup."""
    markup = f"""#set page("a4", margin: 25mm)
#set text(font: "Liberation Serif", lang: "ro", size: 11pt, hyphenate: false)
#set super(typographic: false)
{HEADS if heads else ""}
{layout}
#let set_text(t) = {{
  let done = 0
  for found in t.matches(regex("\\^([0-9]+)")) {{
    t.slice(done, found.start)
    super(found.captures.at(0))
    done = found.end
  }}
  t.slice(done)
}}
#for one in json(bytes(sys.inputs.texts)) {{ par(set_text(one)) }}
"""
    return bytes(
        typst.compile(
            markup.encode(),
            font_paths=[TEMPLATES / "fonts"],
            ignore_system_fonts=True,
            sys_inputs={"texts": json.dumps(texts * times)},
        )
    )


def texts(content: bytes) -> list[str]:
    """The lines read from a file."""
    return [line.text for line in read_pdf(content).lines]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("heads", [False, True], ids=["plain", "with running heads"])
def test_paragraphs_come_back_from_any_layout(layout: str, heads: bool) -> None:
    """Indents, gaps, ragged and narrow columns, divided words, superscripts and running heads: the same paragraphs."""
    assert texts(typeset(LAW, layout, heads=heads, times=4)) == list(LAW) * 4


LETTERS = "abcdefghilmnoprstuvzăâîșț"


@settings(max_examples=25)
@given(
    st.integers(0, 10**9), st.sampled_from([LAYOUTS[name] for name in ("indented", "spaced", "narrow", "typographic")])
)
def test_no_word_is_lost_or_moved(seed: int, layout: str) -> None:
    """Whatever the words, all come back in order, each once; no seam of a row or a page eats one."""
    chance = random.Random(seed)
    word = lambda: "".join(chance.choice(LETTERS) for _ in range(chance.randint(2, 9)))  # noqa: E731
    made = tuple(
        f"({number}^{chance.randint(1, 9)}) {' '.join(word() for _ in range(chance.randint(2, 60)))}."
        for number in range(1, 40)
    )
    read = texts(typeset(made, layout.replace("hyphenate: true", "hyphenate: false"), heads=True))
    assert " ".join(read) == " ".join(made)


def row(text: str, base: float, left: float = 70, right: float = 525) -> Row:
    """A row of 11 points."""
    return Row(text, left, right, base, 12, 30)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("felinarele din ora-", "șele mari", "felinarele din orașele mari"),
        ("felinarele din ora\x02", "șele mari", "felinarele din orașele mari"),
        ("felinarele din ora\u00ad", "șele mari", "felinarele din orașele mari"),
        ("felinarul arde într-", "un sector", "felinarul arde într-un sector"),
        ("partea a 2-", "a din cod", "partea a 2-a din cod"),
        ("regiunea Nistru-", "Prut și altele", "regiunea Nistru-Prut și altele"),
        ("legea specială -", "regulamentul", "legea specială - regulamentul"),
        ("prevăzute la alin.", "(2) și (3)", "prevăzute la alin. (2) și (3)"),
        ("prevăzute la lit. a),", "b) și c)", "prevăzute la lit. a), b) și c)"),
        ("potrivit Legii nr.", "12. Felinarul", "potrivit Legii nr. 12. Felinarul"),
    ],
)
def test_a_seam_between_rows(first: str, second: str, joined: str) -> None:
    """Divided words are joined, hyphens of their own stay, and a number within a sentence begins nothing."""
    page = Page(
        595, 842, tuple(row(text, 700 - 14 * place) for place, text in enumerate(["Un rând plin", first, second]))
    )
    assert paragraphs([page]) == [f"Un rând plin {joined}"]


def test_an_index_written_after_the_rest_of_the_page_finds_its_place() -> None:
    """Programs that print raised text last leave a gap where it belongs; the place on paper decides."""
    source = """#set page("a4", margin: 25mm)
#set text(font: "Liberation Serif", size: 11pt)
Articolul 12#h(4pt). Lampa mare a orașului și a portului vechi

(2#h(4pt)) Lampa prevăzută la art. 12#h(4pt) alin. (3) arde cu ulei curat
#context {
  let index(words, row, digits) = place(top + left, dx: measure(words).width, dy: row - 1pt, text(size: 7pt, digits))
  index([Articolul 12], 0pt, "1")
  index([(2], 20.6pt, "7")
  index([(2#h(4pt)) Lampa prevăzută la art. 12], 20.6pt, "10")
}"""
    made = typst.compile(source.encode(), font_paths=[TEMPLATES / "fonts"], ignore_system_fonts=True)
    assert texts(bytes(made)) == [
        "Articolul 12^1. Lampa mare a orașului și a portului vechi",
        "(2^7) Lampa prevăzută la art. 12^10 alin. (3) arde cu ulei curat",
    ]


PAGES = {
    "as served": ("<sup>{}</sup>", ""),
    "raised spans": (
        '<span style="font-size:60%;position:relative;vertical-align:baseline;top:-0.5em">{}</span>',
        "p { text-align: justify; margin: 0; text-indent: 1cm }",
    ),
    "without gaps": ("<sup>{}</sup>", "p { margin: 0; font-family: serif }"),
}


@pytest.mark.parametrize(("index", "style"), PAGES.values(), ids=PAGES)
def test_a_page_printed_by_a_browser_is_read(
    index: str, style: str, tool: Callable[[str], str], tmp_path: Path
) -> None:
    """A page saved as PDF from a browser, which adds its own heads and feet, gives the paragraphs of the page."""
    raised = index.format(r"\1")
    body = "".join("<p>" + re.sub(r"\^([0-9]+)", raised, one) + "</p>" for one in LAW * 6)
    page = f"<html><head><meta charset='utf-8'><title>Registru</title><style>{style}</style></head><body>{body}</body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    target = f"--print-to-pdf={tmp_path / 'a.pdf'}"
    command = [tool("chromium"), *flags, target, (tmp_path / "a.html").as_uri()]
    subprocess.run(command, capture_output=True, timeout=60, check=True)
    assert texts((tmp_path / "a.pdf").read_bytes()) == list(LAW) * 6


def test_the_rest_of_the_text_tells_whether_a_hyphen_stays() -> None:
    """A word that stands elsewhere with its hyphen keeps it."""
    rows = [row(text, 700 - 14 * place) for place, text in enumerate(["un felinar-far alb, felinar-", "far roșu"])]
    assert paragraphs([Page(595, 842, tuple(rows))]) == ["un felinar-far alb, felinar-far roșu"]


def test_a_sentence_that_repeats_at_the_head_of_pages_is_not_lost() -> None:
    """Only what a gap divides from the text can be a running head, and a number that is not the page's stays."""
    pages = [
        Page(
            595,
            842,
            tuple(
                row(text, 780 - 14 * place)
                for place, text in enumerate(["se sancționează cu amendă", f"rândul {number}"])
            ),
        )
        for number in range(6)
    ]
    assert " ".join(paragraphs(pages)).count("se sancționează cu amendă") == 6


def test_a_code_of_three_hundred_pages_is_read_whole() -> None:
    """Long texts come back paragraph by paragraph."""
    content = typeset(LAW, LAYOUTS["indented"], heads=True, times=500)
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) > 250
    assert texts(content) == list(LAW) * 500


def encrypted(password: str) -> bytes:
    """The text, to be opened with a password; an empty one lets everybody read and nobody change."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(typeset(LAW)))
    writer.encrypt(password, owner_password="lumina", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def scanned(words: str = "") -> bytes:
    """A page that is one picture, after a page of words if any are given."""
    pixels = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001"
        "48afa4710000000049454e44ae426082"
    )
    source = f'#set page("a4", margin: 0pt)\n{words}\n#image(bytes(({", ".join(map(str, pixels))})), width: 100%, height: 100%)'
    return bytes(typst.compile(source.encode(), font_paths=[TEMPLATES / "fonts"], ignore_system_fonts=True))


def test_a_text_that_everybody_may_read_is_read() -> None:
    """A PDF protected only against changes opens without a password."""
    assert texts(encrypted("")) == list(LAW)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: encrypted("fitil"), "encrypted and opens only with a password: save it without one"),
        (lambda: scanned(), "has no text: it is a scan; save the page of legis.md instead"),
        (lambda: scanned("#lorem(200)\n#pagebreak()"), r"pages without text \(2\): they are scans"),
        (lambda: typeset(LAW)[:-2000], "cut short: download it again"),
        (lambda: b"%PDF-1.7\n" + bytes(3000) + b"%%EOF", "damaged: download it again"),
        (
            lambda: typeset(tuple("þara ºi oraºul, viaþa ºi moartea felinarelor de pe strada mare" for _ in range(9))),
            "old fonts",
        ),
        (
            lambda: typeset(tuple("\ue001\ue002\ue003\ue004 " * 20 for _ in range(9))),
            "which letters its signs stand for",
        ),
    ],
    ids=["encrypted", "scan", "half a scan", "cut", "junk", "old font", "no letters"],
)
def test_what_cannot_be_read_is_refused(content: Callable[[], bytes], words: str) -> None:
    """Each is refused with one sentence."""
    with pytest.raises(UserError, match=words):
        read_pdf(content())


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, bytes and characters on a page are bounded."""
    content = typeset(LAW, times=4)
    monkeypatch.setattr(pdf, "_MOST_ON_A_PAGE", 500)
    with pytest.raises(UserError, match=r"page 1 of the PDF holds .* more than any printed page"):
        read_pdf(content)
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    with pytest.raises(UserError, match=r"pages, at most 2 are read: save the page of legis\.md"):
        read_pdf(content)
    monkeypatch.setattr(pdf, "LARGEST", 1000)
    with pytest.raises(UserError, match="at most 0 are read"):
        read_pdf(content)


@settings(max_examples=40)
@given(st.integers(0, 10**9), st.integers(1, 40))
def test_damage_ends_in_a_sentence_or_a_text(seed: int, places: int) -> None:
    """Bytes changed at random give lines or a sentence, never anything else."""
    chance, content = random.Random(seed), bytearray(typeset(LAW))
    for _ in range(places):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        assert all(line.text for line in read_pdf(bytes(content)).lines)
    except UserError as error:
        assert "\n" not in str(error)
