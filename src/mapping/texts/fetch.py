"""Fetching one official text when the user asks for it: from named publishers only, politely, and never without an end.

Nothing is fetched that was not asked for: no cookies, no passwords, no address outside the list of hosts, not even by
way of a redirect. A network can fail in many ways; each ends in one sentence that names the address and the remedy.
"""

import dataclasses
import queue
import re
import threading
import time
import urllib.parse
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from mapping.errors import UserError

if TYPE_CHECKING:
    import requests
    from urllib3.util.retry import Retry

ALLOWED_HOSTS = frozenset(
    {"www.legis.md", "legis.md", "www.coe.int", "rm.coe.int", "conventions.coe.int"}
)  # State Register of legal acts; Council of Europe
LARGEST_DOWNLOAD = 20_000_000  # bytes; the longest code, as a page, has about 4 MB
USER_AGENT = "treaty-mapping/0.1 (official text import)"
MOST_REDIRECTS = 5

_BUSY = (429, 502, 503, 504)  # the server asks to come back, or a server before it does
_MOVED = (301, 302, 303, 307, 308)
_PIECE = 65_536  # bytes read at a time, and of an error page at most
# An authority of letters, digits, dots and a port only: nothing that two readers of addresses understand differently.
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+(?::[0-9]{1,5})?)(?P<rest>[/?][^\s\\\x00-\x1f\x7f]*)?", re.I
)
_HUMAN_CHECK = re.compile(
    rb"<title[^>]*>\s*(?:just a moment|attention required|checking your browser|ddos-guard)|_cf_chl_opt|cf-browser-verification",
    re.I,
)
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_LEGIS_PAGE = re.compile(r"https://(?:www\.)?legis\.md/cautare/getResults\?(?P<query>.*)", re.I)
_SAVE_IT = "open it in a browser, save the page, and import the saved file"


class Fetched(NamedTuple):
    """What came: the bytes, the address they came from in the end, and a file name with a telling ending."""

    content: bytes
    address: str
    name: str


def document_address(address: str) -> str:
    """The address that holds the text itself; the search page of the State Register only wraps it.

    >>> document_address("https://www.legis.md/cautare/getResults?doc_id=1234&lang=ro")
    'https://www.legis.md/cautare/showdetails/1234'
    >>> document_address("https://www.coe.int/en/web/conventions/full-list?module=treaty-detail&treatynum=201")
    'https://www.coe.int/en/web/conventions/full-list?module=treaty-detail&treatynum=201'
    """
    page = _LEGIS_PAGE.fullmatch(address.strip().partition("#")[0])
    if not page:
        return address
    asked = urllib.parse.parse_qs(page["query"])
    document = asked.get("doc_id", [""])[-1]
    # The detail view is the Romanian text; who asks for another language gets that page, and hears why it is refused.
    if not re.fullmatch("[0-9]+", document) or asked.get("lang", ["ro"])[-1] != "ro":
        return address
    return f"https://www.legis.md/cautare/showdetails/{document}"


def fetch(
    address: str,
    *,
    hosts: Collection[str] = ALLOWED_HOSTS,
    plain_hosts: Collection[str] = (),
    limit: int = LARGEST_DOWNLOAD,
    seconds: float = 120,
    timeouts: tuple[float, float] = (10, 30),
    attempts: int = 3,
    pause: float = 1,
) -> Fetched:
    """Fetch one document.

    Args:
        address: where it is; ``https`` only, except on ``plain_hosts``.
        hosts: exact names, with the port where it is not the usual one.
        plain_hosts: more hosts, for which ``http`` will do.
        limit: bytes at most, counted as they arrive and after unpacking.
        seconds: for everything together, waits and attempts included.
        timeouts: seconds to connect, and between two pieces of the answer.
        attempts: how often a busy or unreachable server is asked.
        pause: seconds before the second attempt; doubled before each next one.

    Raises:
        UserError: the address is refused, or the document cannot be had whole; nothing was stored.
    """
    job = _Job(
        address=address.strip(),
        hosts=frozenset(one.lower() for one in hosts),
        plain_hosts=frozenset(one.lower() for one in plain_hosts),
        limit=limit,
        until=time.monotonic() + seconds,
        seconds=seconds,
        timeouts=timeouts,
        attempts=attempts,
        pause=pause,
    )
    job.check(job.address)  # before anything is imported or started
    return _in_time(job)


def _in_time(job: "_Job") -> Fetched:
    """Run in a thread that is abandoned at the deadline.

    A socket's time-out starts anew with each byte and a look-up of a name has none, so no time-out of theirs bounds the whole.
    """
    answers: queue.SimpleQueue[Fetched | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put(job.run())
        except Exception as error:  # handed over whole, and raised where somebody waits
            answers.put(error)

    threading.Thread(target=work, daemon=True, name="fetch").start()
    try:
        answer = answers.get(timeout=max(job.until - time.monotonic(), 0))
    except queue.Empty:
        job.too_slow()
    finally:
        job.abandoned.set()
    if isinstance(answer, Exception):
        raise answer from None
    return answer


@dataclasses.dataclass(frozen=True)
class _Job:
    """One document to fetch, with its bounds."""

    address: str
    hosts: frozenset[str]
    plain_hosts: frozenset[str]
    limit: int
    until: float
    seconds: float
    timeouts: tuple[float, float]
    attempts: int
    pause: float
    abandoned: threading.Event = dataclasses.field(default_factory=threading.Event)

    def fail(self, why: str, remedy: str) -> NoReturn:
        raise UserError(f'"{self.address}" cannot be fetched: {why}; {remedy}. Nothing was stored')

    def too_slow(self) -> NoReturn:
        self.fail(f"it did not arrive within {self.seconds:g} seconds", f"try again later, or {_SAVE_IT}")

    def check(self, address: str) -> None:
        """Refuse an address that is not plainly one of an allowed host."""
        led = "" if address == self.address else f"it leads on to {address!r}, and "
        parts = _ADDRESS.fullmatch(address.partition("#")[0])
        if not parts and "@" in address.partition("://")[2].partition("/")[0]:
            # Not repeated in the message: it holds a password.
            raise UserError(
                "the address cannot be fetched: it holds a user name or password; "
                "write it without the part before the @. Nothing was stored"
            )
        if not parts:
            self.fail(f"{led}it is not a web address", "write it whole, beginning with https://")
        scheme, host = parts["scheme"].lower(), parts["host"].lower().removesuffix(":443")
        if host in self.plain_hosts:
            return
        if host not in self.hosts:
            listed = ", ".join(sorted(self.hosts))
            self.fail(
                f"{led}{host} is not among the publishers that may be asked ({listed})",
                _SAVE_IT if led else f"write an address of one of them, or {_SAVE_IT}",
            )
        if scheme != "https":
            self.fail(f"{led}it is not protected", "write https:// instead of http://" if not led else _SAVE_IT)

    def run(self) -> Fetched:
        """Follow redirects to the document and read it."""
        from http.cookiejar import DefaultCookiePolicy

        import requests
        from requests.cookies import RequestsCookieJar

        with requests.Session() as session:
            session.headers["User-Agent"] = USER_AGENT
            session.cookies = RequestsCookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
            session.auth = (
                _no_credentials  # without it, .netrc is looked up; proxies and certificates of the system stay
            )
            address, seen = self.address.partition("#")[0], set[str]()
            while True:
                self.check(address)
                seen.add(address)
                with self._ask(session, address) as response:
                    onward = response.headers.get("Location") if response.status_code in _MOVED else None
                    if onward is None:
                        return Fetched(self._document(response), address, _name(address, response))
                address = urllib.parse.urljoin(address, onward).partition("#")[0]
                if address in seen or len(seen) > MOST_REDIRECTS:
                    self.fail(
                        f"its server sends from one address to the next without end, last to {address!r}", _SAVE_IT
                    )

    def _ask(self, session: "requests.Session", address: str) -> "requests.Response":
        """One answer, of any status; a busy or unreachable server is asked again."""
        from urllib3.util.retry import Retry

        policy = Retry(total=self.attempts - 1, status_forcelist=_BUSY, backoff_factor=self.pause)
        while True:
            try:
                response = self._once(session, address)
            except _Unreachable as error:
                if not policy.total:
                    self.fail(
                        f"its server cannot be reached ({error})", "check the address and the connection, and try again"
                    )
                policy = self._wait(policy, address, 0)
                continue
            if response.status_code not in _BUSY or not policy.total:
                return response
            with response:
                self._refuse_human_check(response, self._beginning(response))
                policy = self._wait(policy, address, _asked_to_wait(policy, response))

    def _once(self, session: "requests.Session", address: str) -> "requests.Response":
        import requests

        connect, read = (min(one, max(self.until - time.monotonic(), 0.001)) for one in self.timeouts)
        try:
            return session.get(address, timeout=(connect, read), stream=True, allow_redirects=False)
        except requests.exceptions.SSLError as error:
            self.fail(
                f"the identity of its server is not proved ({_reason(error)})",
                f"check the date of this computer and who stands between it and the network, or {_SAVE_IT}",
            )
        except requests.exceptions.ReadTimeout:
            self.fail(f"its server did not answer within {read:g} seconds", f"try again later, or {_SAVE_IT}")
        except requests.exceptions.ConnectionError as error:
            raise _Unreachable(_reason(error)) from None
        except (requests.exceptions.RequestException, ValueError) as error:
            self.fail(f"it cannot be asked for ({_reason(error)})", "check the address")

    def _wait(self, policy: "Retry", address: str, asked: float) -> "Retry":
        """Pause before the next attempt, as long as the server asks; not beyond the deadline."""
        policy = policy.increment("GET", address)
        pause = max(asked, self.pause, policy.get_backoff_time())
        if time.monotonic() + pause > self.until:
            self.fail(f"its server is busy and asks to wait {pause:.0f} seconds", "try again after that")
        self.abandoned.wait(pause)
        return policy

    def _document(self, response: "requests.Response") -> bytes:
        """The body, complete and within the limit."""
        status = response.status_code
        if status != 200:
            self._refuse_human_check(response, self._beginning(response))
            self.fail(*_refusal(status))
        declared = response.headers.get("Content-Length", "")
        if declared.isdigit() and int(declared) > self.limit:
            self._too_large(int(declared))
        content = self._body(response)
        self._refuse_human_check(response, content[:_PIECE])
        if not content:
            self.fail("the answer is empty", f"try again later, or {_SAVE_IT}")
        return content

    def _body(self, response: "requests.Response") -> bytes:
        import requests

        pieces, size = [], 0
        try:
            for piece in response.iter_content(_PIECE):
                size += len(piece)
                if size > self.limit:
                    self._too_large(None)
                if self.abandoned.is_set() or time.monotonic() > self.until:
                    self.too_slow()
                pieces.append(piece)
        except requests.exceptions.ConnectionError as error:
            if "timed out" in str(error):
                self.fail("its server stopped in the middle of the answer", f"try again later, or {_SAVE_IT}")
            self._interrupted(size)
        except requests.exceptions.RequestException:
            self._interrupted(size)
        return b"".join(pieces)

    def _beginning(self, response: "requests.Response") -> bytes:
        """The first bytes of an error page; an error page that cannot be read says nothing."""
        from urllib3.exceptions import HTTPError

        try:
            beginning: bytes = response.raw.read(_PIECE, decode_content=True)
        except (HTTPError, OSError):
            return b""
        return beginning

    def _interrupted(self, size: int) -> NoReturn:
        self.fail(f"the download was interrupted after {_megabytes(size)}", "try again")

    def _too_large(self, declared: int | None) -> NoReturn:
        found = f"it has {_megabytes(declared)}" if declared else f"it has more than {_megabytes(self.limit)}"
        self.fail(
            f"{found}, and an official text has at most {_megabytes(self.limit)}",
            "check that the address is that of one act",
        )

    def _refuse_human_check(self, response: "requests.Response", beginning: bytes) -> None:
        if response.headers.get("cf-mitigated", "").lower() == "challenge" or _HUMAN_CHECK.search(beginning):
            self.fail("its server first wants to see that a person is asking", _SAVE_IT)


class _Unreachable(Exception):
    """No connection came about; the message says why in a few words."""


def _no_credentials(request: Any) -> Any:
    return request


def _asked_to_wait(policy: "Retry", response: "requests.Response") -> float:
    """The seconds of ``Retry-After``; 0 where there is none that can be read."""
    from urllib3.exceptions import InvalidHeader

    try:
        return policy.parse_retry_after(response.headers.get("Retry-After", "0"))
    except InvalidHeader:
        return 0


def _refusal(status: int) -> tuple[str, str]:
    """Why a server gave no document, and the remedy."""
    if status in (404, 410):
        return f"its server knows no such document ({status})", "check the number of the document in the address"
    if status in (401, 403):
        return f"its server does not give it to programs ({status})", _SAVE_IT
    if status in _BUSY or status >= 500:
        return f"its server is out of order or busy ({status})", "try again later"
    return f"its server answered with status {status}", f"check the address, or {_SAVE_IT}"


def _reason(error: BaseException) -> str:
    """The innermost cause of a library's error, without the objects it prints."""
    said = str(error)
    for known, words in _REASONS.items():
        if known in said:
            return words
    return re.sub(r"<[^<>]*>|\([^()]*\bobject at\b[^()]*\)", "", said)[:120].strip(" :,'\"()") or type(error).__name__


_REASONS = {
    "NameResolutionError": "there is no such name",
    "Name or service not known": "there is no such name",
    "Connection refused": "it refuses the connection",
    "ConnectTimeoutError": "it does not answer",
    "Network is unreachable": "there is no network",
    "RemoteDisconnected": "it closed the connection without an answer",
    "Connection reset": "it broke the connection off",
    "ProxyError": "the proxy of this network refuses",
    "certificate has expired": "its certificate has expired",
    "Hostname mismatch": "its certificate is for another name",
    "self-signed certificate": "its certificate is signed by nobody known",
    "self signed certificate": "its certificate is signed by nobody known",
    "unable to get local issuer": "its certificate is signed by nobody known",
    "WRONG_VERSION_NUMBER": "it does not speak https",
}


def _name(address: str, response: "requests.Response") -> str:
    """A file name from the last part of the address, with an ending that agrees with what the server says it is."""
    path = urllib.parse.unquote(urllib.parse.urlsplit(address).path)
    last = re.sub(r"[^\w.-]+", "-", path.rstrip("/").rpartition("/")[2]).strip(".-") or "document"
    ending = _ENDINGS.get(response.headers.get("Content-Type", "").partition(";")[0].strip().lower(), "")
    return last if last.lower().endswith(ending) else last + ending


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
