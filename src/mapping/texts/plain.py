"""Plain text and Markdown as lines; blank lines stay, so that a line keeps the number it has in the file."""

import html
import re

import yaml

from mapping.texts.normal import legible
from mapping.texts.record_sheet import Sheet, facts_of_sheet
from mapping.texts.source import Line

_LONGEST_FRONT_MATTER = 200  # lines; a longer one is text between two rules
_FRONT_MATTER = {
    "doc_id": "document",
    "consolidation_date": "consolidated",
    "latest_modification_line": "amended_by",
    "source_url": "address",
    "language": "language",
    "title": "title",
    "official_title_detected": "title",
}
_HEADING = re.compile(r"#{1,6}\s*(?=[^\s#])")
_BODY_BEGINS = re.compile(r"##\s+Text integral\b", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[^#\s])\s*(?=#{2,6} ?[A-Z])")
_SUP = re.compile(r"<sup>\s*(.*?)\s*</sup>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|em|strong|u|span|a|p|br|div)\b[^>]{0,200}>", re.IGNORECASE)
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]+?)\*\*|__(?=[^\s_])([^_\n]+?)__")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_TABLE_RULE = re.compile(r"[|:\s-]+")
_PANDOC_RAISED = re.compile(r"\^(\d{1,3})\^")
_GLUED_RAISED = re.compile(r"(?<=\d)\^\d{1,3}(?=[^\W\d_]{2})")
_SPACED_RAISED = re.compile(r"(?<=[\da-z])\s*\^\s*(?=\d)")


def published(text: str) -> str:
    r"""One line with the letters, spaces and superscripts that are kept; exports lose the space after a raised number.

    >>> published("Articolul 12 ^ 1.  Fel\u00ADinare"), published("art. 217^4sau 219")
    ('Articolul 12^1. Felinare', 'art. 217^4 sau 219')
    """
    clean = legible(text)
    return _GLUED_RAISED.sub(r"\g<0> ", _SPACED_RAISED.sub("^", clean)) if "^" in clean else clean


def read_plain(text: str) -> tuple[tuple[Line, ...], dict[str, str]]:
    """The lines of a plain text, which says nothing of itself but in its head."""
    return tuple(Line(published(line)) for line in text.split("\n")), {}


def read_markdown(text: str) -> tuple[tuple[Line, ...], dict[str, str]]:
    """The lines of a Markdown text, and the facts of its front matter and of a record sheet kept as a table."""
    rows = text.split("\n")
    body, facts = _front_matter(rows)
    begins = next((at for at, row in enumerate(rows) if _BODY_BEGINS.match(row)), None)
    if begins is not None:
        facts = {**facts_of_sheet(_sheet(rows[body:begins])), **facts}
        body = begins + 1
    lines = [Line("")] * body
    for row in rows[body:]:
        lines.extend(_markdown_line(part) for part in _GLUED.split(row))
    return tuple(lines), facts


def _front_matter(rows: list[str]) -> tuple[int, dict[str, str]]:
    """Where the text begins, and what the front matter says."""
    if rows[0].strip() != "---":
        return 0, {}
    end = next((at for at, row in enumerate(rows[1 : _LONGEST_FRONT_MATTER * 5], 1) if row.strip() == "---"), None)
    if end is None:
        return 0, {}
    try:
        said = yaml.load("\n".join(rows[1:end]), Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        said = None
    facts: dict[str, str] = {}
    for key, value in said.items() if isinstance(said, dict) else ():
        if key in _FRONT_MATTER and isinstance(value, str) and value.strip():
            facts.setdefault(_FRONT_MATTER[key], legible(value))
    return end + 1, facts


def _sheet(rows: list[str]) -> Sheet:
    """The record sheet kept as a Markdown table, whose cells may run over lines."""
    sheet: Sheet = []
    label, value = "", ""
    for row in rows:
        if row.startswith("|") and not label:
            label, _, value = row.strip("| ").partition("|")
        elif label:
            value += "\n" + row
        if label and row.rstrip().endswith("|"):
            sheet.append((label.strip(), value.strip().removesuffix("|").strip()))
            label = ""
    return sheet


def _markdown_line(row: str) -> Line:
    heading = _HEADING.match(row)
    words = row[heading.end() :] if heading else row
    if "<" in words:
        words = _TAG.sub("", _SUP.sub(lambda one: f"^{one[1]}" if one[1][:1].isdigit() else one[1], words))
    if "*" in words or "__" in words:
        words = _EMPHASIS.sub(r"\1", _STRONG.sub(lambda one: one[1] or one[2], words))
    if "^" in words:
        words = _PANDOC_RAISED.sub(r"^\1", words)
    if "\\" in words:
        words = _ESCAPED.sub(r"\1", words)
    if words.startswith("|") and words.rstrip().endswith("|"):
        words = "" if _TABLE_RULE.fullmatch(words.strip()) else words.strip("| ").replace("|", " ")
    if "&" in words:
        words = html.unescape(words)
    return Line(published(words.removeprefix("> ")), heading is not None)
