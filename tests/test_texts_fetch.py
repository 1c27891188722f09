"""Fetching a text: from allowed hosts only, whole or not at all, and every failure in a sentence with its remedy."""

import gzip
import http.server
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mapping.errors import UserError
from mapping.texts.fetch import USER_AGENT, Fetched, document_address, fetch

PAGE = b"<html><body><p>Codul felinarelor. Articolul 1. Felinarul</p></body></html>"
HUMAN_CHECK = b"<html><head><title>Just a moment...</title></head><body>Enable JavaScript</body></html>"


class Lantern(http.server.BaseHTTPRequestHandler):
    """A publisher's server that misbehaves in one way for each path."""

    protocol_version = "HTTP/1.1"
    asked: Counter[str]
    headers_seen: list[dict[str, str]]
    sent: list[int]

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """One whole answer."""
        self.send_response(status)
        for name, value in {"Content_Type": "text/html", "Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """Dispatch on the first part of the path."""
        self.asked[self.path] += 1
        self.headers_seen.append(dict(self.headers))
        getattr(self, "path_" + self.path.partition("?")[0].strip("/").partition("/")[0].replace("-", "_"))()

    def path_page(self) -> None:
        """The text."""
        self.answer(200, PAGE, Set_Cookie="sign=1")

    def path_packed(self) -> None:
        """The text, packed."""
        self.answer(200, gzip.compress(PAGE), Content_Encoding="gzip")

    def path_bomb(self) -> None:
        """A small answer that unpacks to 50 MB."""
        self.answer(200, gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")

    def path_document(self) -> None:
        """A PDF behind an address without an ending."""
        self.answer(200, b"%PDF-1.7", Content_Type="application/pdf")

    def path_moved(self) -> None:
        """Two hops to the text."""
        onward = "/page" if self.path.endswith("2") else "/moved/2"
        self.answer(302, Location=onward, Set_Cookie="sign=2")

    def path_away(self) -> None:
        """A redirect to a host nobody allowed."""
        self.answer(301, Location="https://felinare.example/page")

    def path_loop(self) -> None:
        """A redirect to itself."""
        self.answer(302, Location="/loop")

    def path_maze(self) -> None:
        """A redirect to ever new addresses."""
        self.answer(302, Location=f"/maze/{self.asked.total()}")

    def path_large(self) -> None:
        """100 MB, announced."""
        self.send_response(200)
        self.send_header("Content-Length", "100000000")
        self.end_headers()
        self.pour(100_000_000)

    def path_endless(self) -> None:
        """100 MB, not announced."""
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.pour(100_000_000)

    def pour(self, size: int) -> None:
        """Send until nobody listens; note how much got through."""
        self.close_connection = True
        done = 0
        try:
            while done < size:
                self.wfile.write(b"x" * 100_000)
                done += 100_000
        except OSError:
            pass
        self.sent.append(done)

    def path_slow(self) -> None:
        """No answer for a while."""
        time.sleep(1.5)
        self.close_connection = True

    def path_drip(self) -> None:
        """A byte now and then: no time-out of a socket ever fires."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(30):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            pass

    def path_stall(self) -> None:
        """Half the answer, then silence."""
        self.half()
        time.sleep(1.5)

    def path_dropped(self) -> None:
        """Half the answer, then the connection ends."""
        self.half()

    def half(self) -> None:
        """Announce more than is sent."""
        self.send_response(200)
        self.send_header("Content-Length", str(2 * len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)
        self.wfile.flush()
        self.close_connection = True

    def path_chunked(self) -> None:
        """Pieces whose last one never comes."""
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"5\r\nfelin\r\n")
        self.close_connection = True

    def path_busy(self) -> None:
        """Busy twice, then the text."""
        self.answer(*((503, b"busy") if self.asked[self.path] < 3 else (200, PAGE)))

    def path_always_busy(self) -> None:
        """Busy for good."""
        self.answer(502, b"busy")

    def path_later(self) -> None:
        """Asks to wait a moment, then gives the text."""
        if self.asked[self.path] == 1:
            self.answer(429, b"", Retry_After="1")
        else:
            self.answer(200, PAGE)

    def path_tomorrow(self) -> None:
        """Asks to wait for hours."""
        self.answer(503, b"", Retry_After="36000")

    def path_hangs_up(self) -> None:
        """Closes the connection once without a word, then gives the text."""
        if self.asked[self.path] == 1:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self.answer(200, PAGE)

    def path_missing(self) -> None:
        """No such document."""
        self.answer(404, b"no such document")

    def path_forbidden(self) -> None:
        """Not for programs."""
        self.answer(403, b"no")

    def path_empty(self) -> None:
        """Nothing at all."""
        self.answer(200)

    def path_human_check(self) -> None:
        """The page that wants to see a person, with the status asked for."""
        self.answer(int(self.path.rpartition("/")[2]), HUMAN_CHECK)


@pytest.fixture
def lantern(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running server; a proxy of the machine plays no part."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    Lantern.asked, Lantern.headers_seen, Lantern.sent = Counter(), [], []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Lantern)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def get(lantern: str) -> Callable[..., Fetched]:
    """Fetch a path of the server, with short waits."""

    def fetch_path(path: str, **options: Any) -> Fetched:
        host = lantern.removeprefix("http://")
        return fetch(f"{lantern}/{path}", plain_hosts=[host], **{"pause": 0.01, "seconds": 10, **options})

    return fetch_path


def refusal(get: Callable[..., Fetched], path: str, **options: Any) -> str:
    """The sentence with which a fetch is refused; it names the address and that nothing was stored."""
    with pytest.raises(UserError) as caught:
        get(path, **options)
    said = str(caught.value)
    assert f'/{path}" cannot be fetched: ' in said
    assert said.endswith("Nothing was stored")
    assert "0x" not in said and "Error" not in said and "\n" not in said
    return said


def test_a_page_arrives_whole_and_the_request_is_honest(get: Callable[..., Fetched], lantern: str) -> None:
    """The bytes, the address and a file name come back; the request says what is asking."""
    assert get("page") == Fetched(PAGE, f"{lantern}/page", "page.html")
    assert Lantern.headers_seen[0]["User-Agent"] == USER_AGENT
    assert get("packed").content == PAGE
    assert get("document").name == "document.pdf"


def test_redirects_are_followed_without_cookies(get: Callable[..., Fetched], lantern: str) -> None:
    """The final address is reported, and no cookie set on the way is sent back."""
    assert get("moved/1").address == f"{lantern}/page"
    assert len(Lantern.headers_seen) == 3
    assert all("Cookie" not in headers for headers in Lantern.headers_seen)


def test_passwords_kept_for_other_programs_are_not_used(
    get: Callable[..., Fetched], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A ``.netrc`` that names the host sends nothing."""
    (tmp_path / "netrc").write_text("default login felinar password lumina\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    get("page")
    assert "Authorization" not in Lantern.headers_seen[0]


def test_a_redirect_to_another_host_is_refused(get: Callable[..., Fetched]) -> None:
    """An allowed host cannot send the program elsewhere."""
    said = refusal(get, "away")
    assert "leads on to 'https://felinare.example/page', and felinare.example is not among the publishers" in said


@pytest.mark.parametrize(("path", "asked"), [("loop", 1), ("maze", 6)])
def test_redirects_without_end_are_given_up(get: Callable[..., Fetched], path: str, asked: int) -> None:
    """A loop is seen at once, a maze after five redirects."""
    assert "from one address to the next without end" in refusal(get, path)
    assert Lantern.asked.total() == asked


def test_a_large_page_is_refused_before_it_is_read(get: Callable[..., Fetched]) -> None:
    """What the server announces is enough to refuse it."""
    assert "it has 100 MB, and an official text has at most 20 MB" in refusal(get, "large")
    wait_for(lambda: Lantern.sent)
    assert Lantern.sent[0] < 20_000_000


def test_a_page_that_grows_too_large_is_left(get: Callable[..., Fetched]) -> None:
    """Bytes are counted as they come; reading stops at the limit, not at the end."""
    assert "more than 20 MB" in refusal(get, "endless")
    wait_for(lambda: Lantern.sent)
    assert Lantern.sent[0] < 60_000_000


def test_what_unpacks_too_large_is_left(get: Callable[..., Fetched]) -> None:
    """The limit holds for the unpacked bytes."""
    assert "more than 20 MB" in refusal(get, "bomb")


def wait_for(condition: Callable[[], Any]) -> None:
    """Give the server's thread time to notice."""
    until = time.monotonic() + 10
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)


def test_a_slow_server_is_given_up(get: Callable[..., Fetched]) -> None:
    """Silence before the answer and silence within it end at the time-out, dripping at the deadline."""
    assert "did not answer within 0.2 seconds" in refusal(get, "slow", timeouts=(1, 0.2))
    assert "stopped in the middle of the answer" in refusal(get, "stall", timeouts=(1, 0.2))
    start = time.monotonic()
    assert "did not arrive within 0.5 seconds" in refusal(get, "drip", seconds=0.5)
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize("path", ["dropped", "chunked"])
def test_half_a_page_is_no_page(get: Callable[..., Fetched], path: str) -> None:
    """A download shorter than announced is refused."""
    assert "the download was interrupted" in refusal(get, path)


def test_a_busy_server_is_asked_again(get: Callable[..., Fetched]) -> None:
    """Busy twice and a dropped connection are no reason to give up; busy for good is, after three attempts."""
    assert get("busy").content == PAGE
    assert get("hangs-up").content == PAGE
    assert "out of order or busy (502); try again later" in refusal(get, "always-busy")
    assert Lantern.asked["/busy"] == Lantern.asked["/always-busy"] == 3


def test_the_wait_a_server_asks_for_is_kept(get: Callable[..., Fetched]) -> None:
    """``Retry-After`` is waited out when it is short, and reported when it is long."""
    start = time.monotonic()
    assert get("later").content == PAGE
    assert time.monotonic() - start >= 1
    start = time.monotonic()
    assert "asks to wait" in refusal(get, "tomorrow")
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing", "knows no such document (404); check the number of the document"),
        ("forbidden", "does not give it to programs (403); open it in a browser, save the page"),
        ("empty", "the answer is empty"),
        ("human-check/200", "that a person is asking; open it in a browser, save the page, and import the saved file"),
        ("human-check/403", "that a person is asking"),
        ("human-check/503", "that a person is asking"),
    ],
)
def test_a_refusal_is_not_asked_again(get: Callable[..., Fetched], path: str, words: str) -> None:
    """What will not change by asking is reported at the first answer, with the remedy."""
    assert words in refusal(get, path)
    assert Lantern.asked[f"/{path}"] == 1


def test_a_server_that_is_not_there(get: Callable[..., Fetched]) -> None:
    """No connection and no proof of identity are told apart."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(UserError, match=r"cannot be reached \(it refuses the connection\)"):
            fetch(f"http://{host}/page", plain_hosts=[host], pause=0.01)


def test_a_server_that_cannot_prove_who_it_is(lantern: str) -> None:
    """A server without a certificate is not read."""
    host = lantern.removeprefix("http://")
    with pytest.raises(UserError, match=r"identity of its server is not proved \(it does not speak https\)"):
        fetch(f"https://{host}/page", hosts=[host], pause=0.01, attempts=1)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://felinare.example/1", "felinare.example is not among the publishers"),
        ("https://www.legis.md.felinare.example/1", "is not among the publishers"),
        ("https://www.legis.md:8443/1", "www.legis.md:8443 is not among the publishers"),
        ("http://www.legis.md/1", "it is not protected; write https://"),
        ("ftp://www.legis.md/1", "it is not a web address"),
        ("file:///etc/hosts", "it is not a web address"),
        ("www.legis.md/1", "it is not a web address; write it whole, beginning with https://"),
        (r"https://www.legis.md\@felinare.example/1", "it holds a user name or password"),
        (r"https://felinare.example\.www.legis.md/1", "it is not a web address"),
        ("https://www.legis.md/cautare 1", "it is not a web address"),
        ("https://felinar:lumina@www.legis.md/1", "it holds a user name or password"),
        ("", "it is not a web address"),
    ],
)
def test_an_address_that_is_not_a_publishers_is_refused_at_once(
    address: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing goes out before the address is known to be one of an allowed host; a password is never repeated."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a connection was tried"))
    with pytest.raises(UserError) as caught:
        fetch(address)
    assert words in str(caught.value)
    assert "lumina" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "holds_the_text"),
    [
        (
            "https://www.legis.md/cautare/getResults?doc_id=1234&lang=ro",
            "https://www.legis.md/cautare/showdetails/1234",
        ),
        ("https://legis.md/cautare/getResults?lang=ro&doc_id=7#", "https://www.legis.md/cautare/showdetails/7"),
        ("https://www.legis.md/cautare/getResults?doc_id=7&lang=ru", None),
        ("https://www.legis.md/cautare/getResults?doc_id=../7", None),
        ("https://www.legis.md/cautare/showdetails/7", None),
        ("https://rm.coe.int/1680084822", None),
    ],
)
def test_the_address_of_the_text_itself(given: str, holds_the_text: str | None) -> None:
    """The search page of the State Register is exchanged for the text it wraps, nothing else is touched."""
    assert document_address(given) == (holds_the_text or given)
