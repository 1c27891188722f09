"""What counts as the same words: one spelling of letters, spaces, quotation marks, dashes and superscripts, and its hash.

Two publications of one text differ in typography: ``ţ`` (cedilla) beside ``ț`` (comma below, the letter of SR 13411:1999),
„Romanian” and «other» quotation marks, hyphens for dashes, spaces around signs. None of it changes the law, so none of it
changes a hash.

>>> canonical("alin.(1) din „Legea” nr. 5 – partea a 2-a") == canonical('alin. (1) din "Legea" nr.5 - partea a 2‑a')
True
>>> canonical("art. 208¹"), canonical("vârsta de 14 ani") == canonical("vârsta de 16 ani")
('art.208^1', False)
"""

import hashlib
import re
import unicodedata

DIGEST_LENGTH = 32  # hexadecimal characters of SHA-256 that are kept: 128 bits

_SAME = str.maketrans(
    {
        **dict(zip("şţŞŢ", "șțȘȚ", strict=True)),
        **dict.fromkeys("„“”‟«»″〝〞", '"'),
        **dict.fromkeys("‘’‚‛′‹›", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),  # soft hyphen and spaces of no width
    }
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SPACE = re.compile(r"\s+")
_BESIDE_SIGNS = re.compile(r" (?:(?=[^\w\s])|(?<=[^\w\s] ))")
_ODD = re.compile("[" + "".join(re.escape(chr(one)) for one in _SAME) + "⁰¹²³⁴⁵⁶⁷⁸⁹]")  # most texts have none


def raised(text: str) -> str:
    """Superscript digits as ``^1``."""
    return _RAISED_RUN.sub(lambda run: "^" + run.group().translate(_RAISED), text)


def legible(text: str) -> str:
    """The text as kept and shown: NFC, comma below, plain spaces, ``^1``; quotation marks and dashes as published."""
    letters = str.maketrans("şţŞŢ\u00a0", "șțȘȚ ", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
    return _SPACE.sub(" ", raised(unicodedata.normalize("NFC", text).translate(letters))).strip()


def canonical(text: str) -> str:
    """The form in which two texts are the same words or not."""
    plain = unicodedata.normalize("NFC", text)
    if _ODD.search(plain):
        plain = raised(plain.translate(_SAME))
    return _BESIDE_SIGNS.sub("", " ".join(plain.split())).strip()


def digest(*texts: str) -> str:
    """The hash of texts in their canonical form; each is kept apart from the next."""
    total = hashlib.sha256()
    for text in texts:
        total.update(canonical(text).encode() + b"\0")
    return total.hexdigest()[:DIGEST_LENGTH]
