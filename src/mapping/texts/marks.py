"""What the beginning of a published line says: an article, a paragraph, a point, a letter, a part of the structure, an annex.

Only the beginning counts: "prevăzute la alin. (1)" inside a sentence divides nothing.
"""

import re
from typing import Literal, NamedTuple

NUMBER = r"\d{1,4}(?:\^\d{1,3})?"
_ARTICLE_RO = re.compile(
    rf"(?:(?P<long>Articolul|ARTICOLUL)|Art\.|ART\.|Art(?=\s))\s*(?P<number>{NUMBER}|[IVXLC]{{1,7}}(?:\^\d{{1,3}})?)"
    r"(?![a-zăâîșț0-9^])(?P<rest>.*)"
)
_ARTICLE_EN = re.compile(rf"(?:Article|ARTICLE)\s*(?P<number>{NUMBER})(?P<rest>.*)")
_SINGLE = re.compile(r"Articol(?:ul)?\s+unic\b(?P<rest>.*)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*\.?\s*[-–—:]?\s*")
_BY_ACT = r"(?:\s+prin\s+(?:LP|LC|HG|HP|HCC|OG|OU|Leg|Hotăr|Decre|Ordin)[^;]{0,200})?"
_REPEALED = re.compile(
    rf"[-–—\s(\[]*(?:se\s+abrogă|(?:s-au?\s+)?(?:abrogat[ăe]?|exclus[ăe]?){_BY_ACT}|repealed|deleted)[)\]]*[.;,]?",
    re.IGNORECASE,
)
_TITLE_REPEALED = re.compile(rf"\s*(?:[-–—]\s*|[(\[])(?:abrogat[ăe]?|exclus[ăe]?){_BY_ACT}[)\]]?\.?$", re.IGNORECASE)
_PARAGRAPH = re.compile(rf"\(\s?(?P<number>{NUMBER})\s?\)(?:\s*\.(?=\s))?\s*(?P<rest>.*)")
_POINT = re.compile(rf"(?P<number>{NUMBER})\)\s*(?P<rest>.*)")
_LETTER = re.compile(r"\(?(?P<number>[a-z]{1,2}(?:\^?\d{1,2})?)\)\s*(?P<rest>.*)")
_FLAT_INDEX = re.compile(r"(?<=[a-z])(?=\d)")
_TREATY_PARAGRAPH = re.compile(r"(?P<number>\d{1,2})(?:\.\s*|\s+)(?=\S)(?P<rest>\D.*)")
_TREATY_LETTER = re.compile(r"(?P<number>[a-z])(?:\.\s*|\s+)(?=\S)(?P<rest>.*)")
_ROMAN = re.compile(r"\(?(?P<number>[ivx]{1,6})(?:\)|\.|\s)\s*(?P<rest>.*)")
_TOP_POINT = re.compile(rf"(?P<number>{NUMBER})\.\s*(?![\d\s])(?P<rest>.+)")
_DOTTED = re.compile(rf"{NUMBER}\.\d")
_SPACED = {
    word: re.compile(r"\s+".join(word), re.IGNORECASE) for word in ("titlul", "capitolul", "secțiunea", "cartea")
}
_ORDINAL = r"(?:înt[âî]i|I-a|a\s+(?:doua|treia|patra|cincea|șasea|șaptea|opta|noua|zecea|unsprezecea|douăsprezecea))"
_STRUCTURE = re.compile(
    rf"(?:Partea\s+(?:[IVXLC]+|generală|specială|{_ORDINAL}|a\s+[IVXLC]+-a)"
    r"|(?:Cartea|Titlul|(?:Sub)?capitolul|(?:Sub)?secțiunea|Diviziunea|Paragraful)\s+"
    rf"(?:(?:a\s+)?(?:[IVXLC]+|\d+)(?:\s?\^\s?\d+|\d{{1,2}})?(?:-a)?|{_ORDINAL}|unică?)"
    r"|(?:Chapter|Section|Part|Title)\s+(?:[IVXLC]+|\d+))(?![a-zăâîșț\d])(?P<rest>.*)",
    re.IGNORECASE,
)
_ROMAN_TITLE = re.compile(r"[IVXLC]+\.\s*[^a-zăâîșț]{4,}")
_SECTION_SIGN = re.compile(r"§\s*\d+\.?")
_ANNEX = re.compile(
    rf"(?:Anex[aă]|ANEX[AĂ])(?:\s+[Nn][Rr]\.?\s*(?P<number>{NUMBER})|\s+(?P<bare>\d+))?(?P<rest>(?:\s+la\b.*)?)"
)
_APPROVED = re.compile(r"(?:Aprobat[ăe]?|APROBAT[ĂE]?)(?:\s+prin\s+(?:Hotăr[âî]rea|Legea|Ordinul|Decizia)\b.*)?")
_REGULATION = re.compile(
    r"(?:REGULAMENT|METODOLOGI|INSTRUCȚIUN|PROGRAM|STRATEGI|STANDARD|NORME|CONCEPȚI|PLAN)[^a-zăâîșț]*"
)
_CONTENTS = re.compile(r"C\s?U\s?P\s?R\s?I\s?N\s?S(?:UL)?|Cuprins(?:ul)?|Contents|CONTENTS")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_UPPER = "A-ZĂÂÎȘȚ"


class Mark(NamedTuple):
    """A number at the beginning of a line and the words after it."""

    number: str
    rest: str


class ArticleMark(NamedTuple):
    """The line that opens an article; ``style`` tells ``Articolul 5`` from ``Art. 5`` and ``Art. V``.

    A mark that is not ``sure`` may be a sentence that cites an article: only the row of numbers tells.
    """

    number: str
    style: str
    heading: str
    body: str
    repealed: bool
    sure: bool = True

    @property
    def roman(self) -> bool:
        """True for ``Art. V``, as amending acts number their articles."""
        return self.style.endswith(" I")


def order(number: str) -> tuple[int, int]:
    """The place of a number or letter in its row.

    >>> order("9") < order("9^1") < order("10"), order("b") < order("b^1") < order("c"), order("z") < order("aa")
    (True, True, True)
    """
    base, _, index = number.partition("^")
    if base.isdigit():
        return (int(base), int(index or 0))
    value = ord(base[-1]) - ord("a") + 1
    return (value + 26 * (len(base) - 1), int(index or 0))


def article_mark(text: str, *, language: str, heading: bool = False) -> ArticleMark | None:
    """The article a line opens, or ``None`` when it is a sentence that cites one.

    >>> article_mark("Articolul 12^1. Felinare noi", language="ro")
    ArticleMark(number='12^1', style='Articolul', heading='Felinare noi', body='', repealed=False, sure=True)
    >>> article_mark("Articolul 12 alin. (1) se aplică felinarelor.", language="ro") is None
    True
    >>> article_mark("Art.3. - (1) Felinarul se aprinde.", language="ro").body
    '(1) Felinarul se aprinde.'
    """
    if text[:1] not in "Aa":
        return None
    if language == "en":
        return _english_article(text, heading)
    if single := _SINGLE.fullmatch(text):
        rest = _SEPARATOR.sub("", single["rest"], count=1)
        return ArticleMark("1", "unic", "", rest, False)
    match = _ARTICLE_RO.fullmatch(text)
    if not match:
        return None
    number, rest = match["number"], match["rest"]
    roman = not number[0].isdigit()
    style = ("Articolul" if match["long"] else "Art.") + (" I" if roman else "")
    separator = str(_SEPARATOR.match(rest)[0])  # type: ignore[index]  # every part of the pattern is optional
    words = rest[len(separator) :]
    repealed = bool(words) and bool(_REPEALED.fullmatch(words))
    stopped = any(sign in separator for sign in ".-–—:")
    dashed = any(sign in separator for sign in "-–—")
    opens = "yes" if not words or repealed else _opens(words, stopped, dashed, bool(match["long"]) and not roman)
    if opens == "no":
        return None
    if roman:
        base, _, index = number.partition("^")
        number = str(arabic(base)) + (f"^{index}" if index else "")
    if repealed:
        return ArticleMark(number, style, "", "", True)
    if ended := _TITLE_REPEALED.search(words):
        return ArticleMark(number, style, words[: ended.start()], "", True)
    sentence = words[:1] == "(" or words.endswith((".", ";", ":", ",")) or (dashed and not match["long"])
    return ArticleMark(number, style, "" if sentence else words, words if sentence else "", False, opens == "yes")


def _opens(words: str, stopped: bool, dashed: bool, long: bool) -> Literal["yes", "no", "perhaps"]:
    """Whether an article number with these words behind it opens the article, or a sentence cites it."""
    if stopped:
        if words[0].isdigit() and not _POINT.match(words):
            return "no"
        return "perhaps" if words[0].islower() and not dashed and not _LETTER.match(words) else "yes"
    if paragraph := _PARAGRAPH.fullmatch(words):
        return "perhaps" if paragraph["rest"][:1].isupper() else "no"
    if not long or not (words[0].isupper() or words[0] in '„«"“'):
        return "no"
    return "perhaps" if words.endswith(".") else "yes"


def _english_article(text: str, heading: bool) -> ArticleMark | None:
    match = _ARTICLE_EN.fullmatch(text)
    if not match:
        return None
    number, rest = match["number"], match["rest"]
    separator = str(_SEPARATOR.match(rest)[0])  # type: ignore[index]  # every part of the pattern is optional
    words = rest[len(separator) :]
    if not words:
        return ArticleMark(number, "Article", "", "", False)
    if not separator:  # "Article 5States Parties …": the export lost the line break
        return ArticleMark(number, "Article", "", words, False) if heading and words[0].isupper() else None
    if _REPEALED.fullmatch(words):
        return ArticleMark(number, "Article", "", "", True)
    if separator.strip() or (heading and words[0].isupper()):
        sentence = words.endswith((".", ";", ":", ",")) or ("." in separator and not heading)
        return ArticleMark(number, "Article", "" if sentence else words, words if sentence else "", False)
    return None


def arabic(roman: str) -> int:
    """The value of a Roman number.

    >>> arabic("XIV"), arabic("III")
    (14, 3)
    """
    values = [_ROMAN_VALUES[one] for one in roman]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _mark(pattern: re.Pattern[str], text: str) -> Mark | None:
    match = pattern.fullmatch(text)
    return Mark(match["number"], match["rest"]) if match else None


def paragraph_mark(text: str, language: str) -> Mark | None:
    """``(1^1) …`` in an act, ``1. …`` or ``1   …`` in a treaty."""
    found = _mark(_PARAGRAPH, text)
    return found or (_mark(_TREATY_PARAGRAPH, text) if language == "en" else None)


def point_mark(text: str) -> Mark | None:
    """``7) …``."""
    return _mark(_POINT, text)


def letter_mark(text: str, *, bare: bool = False) -> Mark | None:
    """``a) …`` or ``(a) …``; ``bare`` admits ``a   …`` as the Council of Europe prints it.

    In plain text a raised number lies flat: ``b1)`` is ``b^1)``.
    """
    found = _mark(_LETTER, text) or (_mark(_TREATY_LETTER, text) if bare else None)
    return found and found._replace(number=_FLAT_INDEX.sub("^", found.number))


def roman_mark(text: str) -> Mark | None:
    """``ii) …``, which has no place in a pinpoint."""
    return _mark(_ROMAN, text)


def top_point_mark(text: str) -> Mark | None:
    """``12. …``, a point of a Government decision; ``7.3.`` is none."""
    return _mark(_TOP_POINT, text)


def is_dotted(text: str) -> bool:
    """``7.3. …``, which has no place in a pinpoint."""
    return bool(_DOTTED.match(text))


def is_repealed(text: str) -> bool:
    """The words say only that the unit is repealed."""
    return bool(_REPEALED.fullmatch(text))


def is_capitals(text: str) -> bool:
    """A title in capitals.

    >>> is_capitals("DISPOZIȚII GENERALE"), is_capitals("NOI, reprezentanții felinarelor")
    (True, False)
    """
    letters = [one for one in text if one.isalpha()]
    return len(letters) > 2 and sum(one.isupper() for one in letters) >= 0.9 * len(letters)


def is_structure(text: str) -> bool:
    """``Capitolul II``, ``T i t l u l  I``, ``I. DISPOZIȚII GENERALE``: a heading above articles."""
    plain = text
    if text[1:2] == " ":
        for word, spaced in _SPACED.items():
            plain = spaced.sub(word.capitalize(), plain, count=1)
    match = _STRUCTURE.fullmatch(plain)
    if match:
        rest = match["rest"].strip()
        return not rest or rest[0] in ".-–—:" or rest[0].isupper()
    return bool(_ROMAN_TITLE.fullmatch(text)) or bool(_SECTION_SIGN.match(text))


def annex_mark(text: str) -> Mark | None:
    """``Anexa nr. 2``, ``Anexă la Regulament``; the number is empty when none is printed."""
    match = _ANNEX.fullmatch(text)
    if not match or text.endswith((".", ";", ":", ",")):
        return None
    return Mark(match["number"] or match["bare"] or "", match["rest"])


def is_approval(text: str) -> bool:
    """``Aprobat prin Hotărârea Guvernului nr. 5/2024``: what follows is annexed."""
    return bool(_APPROVED.fullmatch(text)) and not text.endswith((";", ":", ","))


def is_regulation(text: str) -> bool:
    """``REGULAMENT …`` in capitals: the title of what is annexed."""
    return bool(_REGULATION.fullmatch(text))


def is_contents(text: str) -> bool:
    """``CUPRINS``: a table of contents follows."""
    return bool(_CONTENTS.fullmatch(text))
