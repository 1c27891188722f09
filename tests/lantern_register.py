"""An invented register of legal acts: pages laid out as the State Register's are, and a server that publishes them.

The Lantern Code and the law on keepers of the corpus, in invented words.
"""

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

Article = tuple[str, str, Sequence[str]]  # number, heading, lines

CODE: tuple[Article, ...] = (
    ("1", "Obiectul codului", ["Prezentul cod stabilește regimul felinarelor din localitățile țării și din porturile sale."]),
    ("5", "Aprinderea felinarelor", [
        "(1) Felinarele de pe străzi se aprind în cel mult 30 de minute de la amurg.",
        "(2) Felinarele din parcuri se aprind la cererea locuitorilor care sunt prezenți în parc.",
    ]),
    ("6", "Stingerea felinarelor", [
        "(1) Stingerea unui felinar se pedepsește cu amendă în mărime de la 100 la 200 de unități convenționale.",
        "(2) Aceeași faptă săvârșită de două sau mai multe persoane se pedepsește cu închisoare de până la 2 ani.",
    ]),
    ("6^1", "Registrul lămpilor", ["Lămpile se înscriu într-un registru public care este ținut de paznicii lămpilor."]),
    ("7", "Accesul la registru", [
        "(1) Registrul cuprinde:",
        "1) numărul fiecărei lămpi și locul în care se află;",
        "2) numele persoanelor care au acces la registru.",
        "(2) Registrul se publică în fiecare an până la data de 1 martie.",
    ]),
    ("8", "Dispoziții finale", ["Guvernul aduce actele sale normative în concordanță cu prezentul cod în termen de 3 luni."]),
)  # fmt: skip

LAW: tuple[Article, ...] = (
    ("3", "Numirea paznicului", ["Fiecare felinar are un paznic care este numit de Căpitănia Portului pentru un an."]),
    ("4", "Vechea numărătoare", ["Paznicii felinarelor se numără în fiecare primăvară, în prezența primarului localității."]),
    ("9", "Secretul", ["Nu se consemnează în scris spusele paznicului fără acordul acestuia sau al familiei sale."]),
)  # fmt: skip


def amended(articles: Sequence[Article], number: str, old: str, new: str) -> tuple[Article, ...]:
    """The same act with other words in one article."""
    assert any(old in line for at, _, lines in articles if at == number for line in lines)
    return tuple(
        (at, heading, [line.replace(old, new) for line in lines] if at == number else lines)
        for at, heading, lines in articles
    )


def page(
    articles: Sequence[Article] = CODE,
    *,
    head: str = "COD Nr. 7 din 02-02-2004",
    title: str = "CODUL FELINARELOR",
    amendment: str = "LP50 din 05.05.26, MO190-194/12.05.26 art.270; în vigoare 01.03.26",
    versions: Sequence[tuple[str, str]] = (("100", "01-03-2026"),),
    document: str = "100",
    scripts: str = "",
) -> str:
    """A page of the register; the last of ``versions`` is the newest."""
    body = "".join(_article(*one) for one in articles)
    listed = "".join(
        f'<li class="tab {"ultima " if (number, day) == versions[-1] else ""}versions classyear{day[-4:]}">'
        f'<a href="#" onClick="showDetails(null, \'{number}\')">{day}</a></li>'
        for number, day in versions
    )
    return (
        f'<!DOCTYPE html><html lang="ro"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="canonical" href="https://www.legis.md/cautare/getResults?doc_id={document}&amp;lang=ro">{scripts}</head>'
        f'<body><ul>{listed}</ul><div id="details"><div id="contentdoc_act"><table>'
        f"<tr><td>Denumirea deplină actuală</td><td>{head} {title}</td></tr>"
        f"<tr><td>Data modificării/datele modificării şi actele normative care modifică</td><td>{amendment}</td></tr>"
        f'</table></div><div id="contentdoc"><p>Republica Moldova</p><p>PARLAMENTUL</p><p>{head}</p><p>{title}</p>'
        f"<p>Publicat : 12-03-2004</p><p>în Monitorul Oficial Nr. 40 art. 7</p><p>MODIFICAT</p><p>{amendment}</p>"
        f"<p>Parlamentul adoptă prezentul act.</p>{body}</div></div>{scripts}</body></html>"
    )


def law_page(articles: Sequence[Article] = LAW, **others: object) -> str:
    """A page of the law on keepers of lanterns."""
    said: dict[str, object] = {
        "head": "LEGE Nr. 8 din 07-07-2010",
        "title": "privind paznicii felinarelor",
        "amendment": "LP80 din 01.12.25, MO600/10.12.25 art.900; în vigoare 31.12.25",
        "versions": (("200", "31-12-2025"),),
        "document": "200",
    }
    return page(articles, **(said | others))  # type: ignore[arg-type]


def _article(number: str, heading: str, lines: Sequence[str]) -> str:
    base, _, raised = number.partition("^")
    shown = f"{base}<sup>{raised}</sup>" if raised else base
    return f"<p><b>Articolul {shown}. {heading}</b></p>" + "".join(f"<p>{line}</p>" for line in lines)


class Register:
    """What the server publishes, by document number, and what it was asked for."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.pages: dict[str, str] = {}
        self.asked: list[str] = []

    def address(self, document: str) -> str:
        """Where a document is published."""
        return f"http://{self.host}/cautare/getResults?doc_id={document}&lang=ro"


@contextlib.contextmanager
def open_register() -> Iterator[Register]:
    """Publish on this computer for as long as the block runs; a document that does not exist is answered with 404."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            document = parse_qs(urlsplit(self.path).query).get("doc_id", [""])[0]
            register.asked.append(document)
            found = register.pages.get(document)
            content = (found or "<p>not found</p>").encode()
            cut = content[: len(content) // 2] if found and "<!-- interrupted -->" in found else content
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(cut)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    register = Register(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield register
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def point_to(root: Path, register: Register, addresses: Mapping[str, str]) -> None:
    """Write the addresses of acts (by document number) into a copy of the corpus, and allow the register's host."""
    for act, document in addresses.items():
        path = root / "data" / "moldovan_law" / f"{act}.yaml"
        text = path.read_text(encoding="utf-8")
        published = '"Invented for the tests"'
        assert published in text
        if "source: {" in text:
            text = text.replace(published, f'{published}, address: "{register.address(document)}"', 1)
        else:
            text = text.replace(published, f'{published}\n  address: "{register.address(document)}"', 1)
        path.write_text(text, encoding="utf-8")
    edition = root / "data" / "edition.yaml"
    with edition.open("a", encoding="utf-8") as file:
        file.write(f'hosts: ["{register.host}"]\n')
