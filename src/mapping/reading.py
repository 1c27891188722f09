"""Strict reading of one YAML file into one record, with every problem at once and its line.

Text stays text (``1.10``, ``no`` and ``12:30`` are never reinterpreted); unknown, missing and duplicate keys, aliases
and tags are refused. Types come from the record classes, so a field is described in one place only.
"""

import datetime as dt
import functools
import re
import types
import typing
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml

from mapping.errors import nearest
from mapping.issues import Issue
from mapping.pinpoint import CitationError, Pinpoint, parse
from mapping.records import Place, Record, written_name

_DEEP = re.compile(
    r"(?:[\[{][^\[\]{}]*){100}|(?:[-?] ){64}"
)  # levels opened and none closed; records have fewer than ten
LARGEST_FILE = 8_000_000  # bytes; the largest data file of a code with 600 provisions is well under 2 MB
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # does not guess types; the records say them
_CEDILLA = re.compile("[şţŞŢ]")
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMA_BELOW = str.maketrans("şţŞŢ", "șțȘȚ")
_MARK = re.compile(r"(?:^|[\s\[{,:])[&!]\S")  # what may be an anchor or a tag
_BAD = object()

R = TypeVar("R", bound=Record)


def read_record(path: Path, shown_as: str, type_: type[R]) -> tuple[R | None, list[Issue]]:
    """Read ``path`` as one record of ``type_``; ``shown_as`` is the file name in messages.

    Returns the record, or ``None`` when any problem was found, and all problems.
    """
    reader = _Reader(shown_as)
    text = reader.text_of(path)
    if text is None:
        return None, reader.issues
    node = reader.compose(text)
    value = reader.convert(node, type_, shown_as) if node is not None else _BAD
    if any(issue.severity == "error" for issue in reader.issues) or value is _BAD:
        return None, reader.issues
    return typing.cast(R, value), reader.issues


class _Reader:
    """Collects the problems of one file while turning its nodes into records."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []

    def problem(self, line: int, code: str, message: str, remedy: str = "") -> Any:
        self.issues.append(
            Issue(code=code, severity="error", message=message, remedy=remedy, place=Place(self.file, line))
        )
        return _BAD

    def text_of(self, path: Path) -> str | None:
        try:
            size = path.stat().st_size
            if size > LARGEST_FILE:
                limit = LARGEST_FILE // 1_000_000
                self.problem(
                    1, "file-too-large", f"the file has {size / 1e6:.0f} MB", f"a data file has at most {limit} MB"
                )
                return None
            raw = path.read_bytes()
        except OSError as error:
            self.problem(
                1,
                "file-unreadable",
                f"the file cannot be read: {error.strerror}",
                "check that it exists and may be read; git restore brings a lost file back",
            )
            return None
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            self.problem(line, "file-encoding", "the file is not UTF-8", "save it again with the encoding UTF-8")
            return None
        for number, line_text in enumerate(text.splitlines() if _CEDILLA.search(text) else (), start=1):
            if _CEDILLA.search(line_text):
                words = [word for word in line_text.split() if _CEDILLA.search(word)]
                self.problem(
                    number,
                    "cedilla-letters",
                    f'"{words[0]}" is written with a cedilla',
                    f'write "{words[0].translate(_COMMA_BELOW)}", with a comma below',
                )
        if not unicodedata.is_normalized("NFC", text):
            line = next(n for n, part in enumerate(text.splitlines(), 1) if not unicodedata.is_normalized("NFC", part))
            self.problem(
                line,
                "decomposed-letters",
                "a letter is stored apart from its accent",
                "save the text in Unicode form NFC",
            )
        return text

    def compose(self, text: str) -> yaml.Node | None:
        if deep := _too_deep(text):
            self.problem(deep, "yaml-syntax", "not valid YAML: levels without end", "close the brackets opened here")
            return None
        try:
            node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.problem(
                mark.line + 1 if mark else 1,
                "yaml-syntax",
                f"not valid YAML: {error.problem}",
                _hint(str(error.problem)),
            )
            return None
        except yaml.YAMLError:
            found = _CONTROL.search(text)
            line = text.count("\n", 0, found.start()) + 1 if found else 1
            self.problem(line, "yaml-syntax", "not valid YAML: a control character", "remove it")
            return None
        if node is None:
            self.problem(1, "file-empty", "the file is empty", "write its fields, or take it back with git restore")
        elif _MARK.search(text):
            self._refuse_marks(text)
        return node

    def _refuse_marks(self, text: str) -> None:
        """Report anchors, aliases and tags; composing has resolved them, only the events still show them."""
        events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent):
                self.problem(
                    line, "yaml-alias", f'the alias "*{event.anchor}" stands for a value', "write the value out"
                )
            elif getattr(event, "anchor", None):
                self.problem(line, "yaml-alias", f'the anchor "&{event.anchor}" names a value', "remove it")
            if getattr(event, "tag", None):
                self.problem(line, "yaml-tag", f"a value carries the tag {event.tag}", "remove the tag")

    def convert(self, node: yaml.Node, type_: Any, what: str) -> Any:
        """One node as a value of ``type_``; ``what`` names the field in messages."""
        line = node.start_mark.line + 1
        origin = typing.get_origin(type_)
        if origin in (typing.Union, types.UnionType):
            return self._union(node, type_, what)
        if origin is tuple:
            return self._list(node, typing.get_args(type_)[0], what)
        if origin is dict:
            return self._mapping(node, typing.get_args(type_)[1], what)
        if isinstance(type_, type) and issubclass(type_, Record):
            return self._record(node, type_, what)
        if not isinstance(node, yaml.ScalarNode):
            found = "a list" if isinstance(node, yaml.SequenceNode) else "several keys"
            return self.problem(line, "wrong-shape", f"{what} holds {found}", "write one value")
        text = node.value
        if not text.strip():
            return self.problem(line, "empty-value", f"{what} is empty", "write its value, or remove the key")
        return self._scalar(text, type_, what, line)

    def _scalar(self, text: str, type_: Any, what: str, line: int) -> Any:
        if type_ is str:
            return text.strip()
        if typing.get_origin(type_) is Literal:
            allowed = typing.get_args(type_)
            if text in allowed:
                return text
            return self.problem(
                line, "unknown-value", f'{what} is "{text}"', f"allowed: {', '.join(allowed)}{nearest(text, allowed)}"
            )
        if type_ is Pinpoint:
            try:
                return parse(text)
            except CitationError as error:
                return self.problem(line, "bad-pinpoint", str(error).partition(": ")[0], str(error).partition(": ")[2])
        if type_ is dt.date:
            try:
                if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                    raise ValueError
                return dt.date.fromisoformat(text)
            except ValueError:
                return self.problem(line, "bad-date", f'{what} is "{text}", not a date', 'write "YYYY-MM-DD"')
        if type_ is bool:
            if text in ("true", "false", "yes", "no"):
                return text in ("true", "yes")
            return self.problem(line, "bad-yes-no", f'{what} is "{text}"', "write true or false")
        if not re.fullmatch(r"[0-9]+" if type_ is int else r"[0-9]+(\.[0-9]+)?", text):
            return self.problem(line, "bad-number", f'{what} is "{text}", not a number', "write digits only")
        return type_(text)

    def _union(self, node: yaml.Node, type_: Any, what: str) -> Any:
        options = [option for option in typing.get_args(type_) if option is not type(None)]
        if len(options) == 1:
            return self.convert(node, options[0], what)
        words = next(option for option in options if typing.get_origin(option) is Literal)
        other = next(option for option in options if option is not words)
        if isinstance(node, yaml.ScalarNode) and node.value in typing.get_args(words):
            return node.value
        before = len(self.issues)
        value = self.convert(node, other, what)
        if value is _BAD and len(self.issues) == before + 1:
            last = self.issues[-1]
            self.issues[-1] = Issue(
                code=last.code,
                severity=last.severity,
                message=last.message,
                remedy=f"{last.remedy}, or one of: {', '.join(typing.get_args(words))}",
                place=last.place,
            )
        return value

    def _list(self, node: yaml.Node, item: Any, what: str) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            line = node.start_mark.line + 1
            return self.problem(line, "wrong-shape", f"{what} is not a list", 'begin each item with "- "')
        values = [self.convert(child, item, f"an item of {what}") for child in node.value]
        return _BAD if _BAD in values else tuple(values)

    def _pairs(self, node: yaml.MappingNode, what: str) -> Iterator[tuple[str, yaml.Node, int]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key_node, yaml.ScalarNode):
                self.problem(line, "wrong-shape", f"a key of {what} is not a word", "write a plain key")
            elif key in first:
                self.problem(
                    line,
                    "duplicate-key",
                    f'"{key}" stands twice in {what}, first on line {first[key]}',
                    "keep one of the two",
                )
            else:
                first[key] = line
                yield key, value_node, line

    def _mapping(self, node: yaml.Node, item: Any, what: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            line = node.start_mark.line + 1
            return self.problem(line, "wrong-shape", f"{what} is not made of keys", 'write "key: value" lines')
        values = {key: self.convert(child, item, f'"{key}"') for key, child, _ in self._pairs(node, what)}
        return _BAD if any(value is _BAD for value in values.values()) else values

    def _record(self, node: yaml.Node, type_: type[Record], what: str) -> Any:
        line = node.start_mark.line + 1
        fields = record_fields(type_)
        if not isinstance(node, yaml.MappingNode):
            return self.problem(
                line, "wrong-shape", f"{what} is not made of keys", f"write the keys {', '.join(fields)}"
            )
        values: dict[str, Any] = {}
        for key, child, key_line in self._pairs(node, what):
            if key not in fields:
                self.problem(
                    key_line,
                    "unknown-key",
                    f'"{key}" is not a key of {what}',
                    f"allowed: {', '.join(fields)}{nearest(key, fields)}",
                )
                values[key] = _BAD
                continue
            values[fields[key].name] = self.convert(child, fields[key].type, f'"{key}"')
        missing = [key for key, field in fields.items() if field.required and field.name not in values]
        if missing:
            listed = ", ".join(f'"{key}"' for key in missing)
            return self.problem(
                line, "missing-key", f"{what} lacks {listed}", "add it" if len(missing) == 1 else "add them"
            )
        if any(value is _BAD for value in values.values()):
            return _BAD
        if "place" in type_.__struct_fields__:
            values["place"] = Place(self.file, line)
        return type_(**values)


class _Field(typing.NamedTuple):
    name: str
    type: Any
    required: bool


@functools.cache
def record_fields(type_: type[Record]) -> dict[str, _Field]:
    """The keys a record may carry in a file, as written, in order; ``place`` is not one of them."""
    hints = typing.get_type_hints(type_)
    required = set(type_.__struct_fields__) - _optional(type_)
    names = [name for name in type_.__struct_fields__ if name != "place"]
    return {written_name(name): _Field(name, hints[name], name in required) for name in names}


def _optional(type_: type[Record]) -> set[str]:
    import msgspec

    return {field.name for field in msgspec.structs.fields(type_) if not field.required}


def _too_deep(text: str) -> int:
    """The line where brackets or dashes open more levels than any record has, or 0; the C parser would overflow on them."""
    opened = _DEEP.search(text)
    return text.count("\n", 0, opened.start()) + 1 if opened else 0


def _hint(problem: str) -> str:
    if "mapping values" in problem:
        return "a text that contains a colon stands in quotation marks"
    if "tab" in problem or "cannot start any token" in problem:
        return "indent with spaces, and put a text that begins with a special sign in quotation marks"
    return "check indentation, quotation marks and colons on this line and the one above"
