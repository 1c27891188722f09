"""Pages in the structure of the State Register of legal acts, about invented acts."""

from texts.lanterns import page

HEAD = (
    "<p>Republica Moldova</p><p>PARLAMENTUL</p><p>{kind} Nr. {number} din {adopted}</p><p>CODUL FELINARELOR</p><p>AL REPUBLICII MOLDOVA*</p>"
    "<p>Publicat : 02-08-2013</p><p>în Monitorul Oficial Nr. 167-171 art. 5</p>{amended}<p>Parlamentul adoptă prezentul cod.</p>"
)
AMENDED = "<p>MODIFICAT</p><p>LP297 din 26.12.24, MO8-10/16.01.25 art.21; în vigoare 16.01.25</p>"
SHEET = (
    '<table id="contentdoc_act"><tr><td>Denumirea deplină actuală</td><td>{kind} Nr. {number} din 14.06.2013 CODUL FELINARELOR</td></tr>'
    "<tr><td>TIPUL: ACT/DOCUMENT</td><td>{kind}</td></tr><tr><td>Data intrării în vigoare</td><td>01.01.2014</td></tr>{changed}"
    "<tr><td>Data abrogării</td><td>-</td></tr><tr><td>Autoritatea emitentă</td><td>PARLAMENTUL</td></tr></table>"
)
CHANGED = (
    "<tr><td>Data modificării/datele modificării şi actele normative care modifică (indicând ordinea)</td>"
    "<td>LP297 din 26.12.24, MO8-10/16.01.25 art.21; în vigoare 16.01.25<br>LP5 din 01.02.18 MO40 din 02.03.18 art. 9</td></tr>"
)
VERSIONS = (
    '<ul><li class="tab ultima versions classyear2026"><a href="#" onClick="showDetails(null, \'155856\')">13-08-2026</a></li>'
    '<li class="tab versions classyear2025"><a href="#" onClick="showDetails(null, \'146712\')">16-01-2025</a></li></ul>'
)
SENTENCE = "<p>({0}) Felinarul de stradă se aprinde de lampagiu la căderea serii și se stinge la răsărit, în condițiile prezentului cod.</p>"
TITLES = {
    "1": "Obiectul codului",
    "2": "Felinarele de stradă",
    "3": "Lampagiul",
    "4": "Paznicul",
    "4^1": "Uleiul",
    "5": "Fitilul",
}
SIGNED = "<p>PREŞEDINTELE PARLAMENTULUI Ion LAMPĂ</p><p>Nr. 140. Chişinău, 14 iunie 2013.</p>"


def articles(titles: dict[str, str] | None = None) -> str:
    """Articles with two paragraphs each."""
    return "".join(
        f"<p><b>Articolul {number.replace('^', '<sup>')}{'</sup>' if '^' in number else ''}.</b> {title}</p>"
        + SENTENCE.format(1) + SENTENCE.format(2)
        for number, title in (titles or TITLES).items()
    )  # fmt: skip


def register_page(
    *, kind: str = "COD", number: str = "140", adopted: str = "14-06-2013", body: str = "", amended: bool = True,
    sheet: bool = True, versions: str = VERSIONS, saved_from: str = "https://www.legis.md/cautare/getResults?doc_id=146712&lang=ro",
) -> bytes:  # fmt: skip
    """The page of a document as a browser saves it."""
    about = {"kind": kind, "number": number}
    before = versions + (SHEET.format(**about, changed=CHANGED if amended else "") if sheet else "")
    head = HEAD.format(**about, adopted=adopted, amended=AMENDED if amended else "")
    content = page(head + (body or articles()) + SIGNED, before=f'<div id="details">{before}')
    return (
        content.replace(b"<html", f"<!-- saved from url=(0061){saved_from} -->\n<html".encode(), 1)
        if saved_from
        else content
    )
