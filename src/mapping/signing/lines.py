"""Adding records to a data file without touching anything else that stands in it.

Comments, order, quotation marks, indentation, line ends and a missing last newline stay as the author left them: the file is
not written anew from its records, lines are put in at the place that the YAML parser names. Several files are replaced
together or not at all.
"""

import json
import re
import shutil
import tempfile
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, cast

import yaml

from mapping.errors import UserError
from mapping.files import uninterrupted
from mapping.reading import read_record, record_fields
from mapping.records import Record

R = TypeVar("R", bound=Record)
Written = Mapping[str, "str | Written"]

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML 1.1 takes for the end of a line
_UNPRINTABLE = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Addition:
    """Records to add at the end of a list: the way to the record that holds the list, the list's key, what to add."""

    way: tuple[str | int, ...]
    key: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Change:
    """What a file held, ``None`` if there was none, and what it is to hold."""

    path: Path
    before: bytes | None
    after: bytes


def with_additions(content: bytes, additions: Sequence[Addition]) -> bytes:
    """The content of a data file with records added to its lists; every other byte is as it was.

    A list that is not there yet becomes the last key of its record. What is written in flow style, ``{to: …}``, is
    continued in flow style.

    Args:
        content: valid YAML in UTF-8.
        additions: no two of them to the same list.
    """
    mark, text = (_BOM, content[len(_BOM) :].decode()) if content.startswith(_BOM) else (b"", content.decode())
    root = yaml.compose(text, Loader=_LOADER)
    edits = [edit for one in additions for edit in _edits(text, _at(root, one.way), one)]
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):  # from the end, so that places stay true
        text = text[: edit.start] + edit.insert + text[edit.end :]
    return mark + text.encode()


def new_file(head: str, key: str, records: Sequence[Record]) -> bytes:
    """A data file that begins with ``head`` and holds one list of records."""
    lines = [line for one in records for line in _block(as_written(one), 2)]
    return "\n".join([head, f"{key}:", *lines, ""]).encode()


def read_back(content: bytes, shown_as: str, type_: type[R]) -> R | None:
    """The record that a content would be read as; ``None`` when it would be refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "content.yaml"
        path.write_bytes(content)
        return read_record(path, shown_as, type_)[0]


def as_written(record: Record) -> Written:
    """A record of single values as the keys and values of a file; what is ``None`` is left out."""
    found: dict[str, str | Written] = {}
    for key, field in record_fields(type(record)).items():
        value = getattr(record, field.name)
        if isinstance(value, Record):
            found[key] = as_written(value)
        elif value is not None:
            found[key] = value if typing.get_origin(field.type) is Literal else quoted(str(value))
    return found


def quoted(text: str) -> str:
    r"""A text between double quotation marks, as YAML reads it back to the letter.

    >>> print(quoted('He said: "no" # \\ 5\u2028'))
    "He said: \"no\" # \\ 5\u2028"
    """
    return _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign.group()):04x}", json.dumps(text, ensure_ascii=False))


def replace_together(root: Path, changes: Sequence[Change]) -> None:
    """Put new contents in place, all or none.

    Raises:
        UserError: a file has changed since it was read, or cannot be written; everything is as it was.
    """
    if not changes:
        return
    try:
        staging = Path(tempfile.mkdtemp(prefix=".new-", dir=root))
    except OSError as error:
        raise UserError(f'"{root}" cannot be written: {error.strerror}; nothing was changed') from None
    try:
        for number, one in enumerate(changes):
            (staging / f"{number}.new").write_bytes(one.after)
            if one.before is not None:
                shutil.copymode(one.path, staging / f"{number}.new")
                (staging / f"{number}.old").write_bytes(one.before)
                shutil.copystat(one.path, staging / f"{number}.old")
        with uninterrupted():
            _exchange(staging, changes)
    except OSError as error:
        raise UserError(
            f'"{error.filename or root}" cannot be written: {error.strerror}; nothing was changed. '
            "Free space on the disk, or close the program that holds the file, and run again"
        ) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)


# --- where to put it -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    insert: str


def _at(node: yaml.Node | None, way: Sequence[str | int]) -> yaml.MappingNode:
    for step in way:
        node = node.value[step] if isinstance(step, int) and node else _value(node, str(step))
    return cast(yaml.MappingNode, node)


def _value(record: yaml.Node | None, key: str) -> yaml.Node | None:
    return next((value for name, value in record.value if name.value == key), None) if record else None


def _in_flow(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _edits(text: str, record: yaml.MappingNode, one: Addition) -> list[_Edit]:
    items = [as_written(each) for each in one.records]
    value = _value(record, one.key)
    if value is None and record.flow_style:
        return [_into_flow(text, record, f"{one.key}: [{', '.join(map(_flow, items))}]")]
    if value is not None and _in_flow(value) and (value.value or record.flow_style):
        return [_into_flow(text, value, ", ".join(map(_flow, items)))]
    if value is not None and not _in_flow(value):
        column = value.start_mark.column
        return [_below(text, _end(value), column, [line for item in items for line in _block(item, column)])]
    column = record.start_mark.column
    lines = [line for item in items for line in _block(item, column + 2)]
    if value is None:
        return [_below(text, _end(record), column, [f"{' ' * column}{one.key}:", *lines])]
    start, end = value.start_mark.index, value.end_mark.index  # "reviews: []": the brackets make way for lines below
    if _BREAK.match(text, end) or end == len(text):
        start = len(text[:start].rstrip(" "))
    return [_Edit(start, end, ""), _below(text, end, column + 2, lines)]


def _end(node: yaml.Node) -> int:
    """The end of what a node says; that of a block reaches to the next token, over comments that are not its own."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    return int(node.end_mark.index)


def _below(text: str, end: int, column: int, lines: list[str]) -> _Edit:
    """New lines under the line in which something ends, and under the comments that follow at its level."""
    end = len(text[:end].rstrip())  # a block scalar ends only after the empty lines that follow it
    found = _BREAK.search(text, end)
    first = found or _BREAK.search(text)
    newline = first.group() if first else "\n"
    if not found:
        return _Edit(len(text), len(text), "".join(newline + line for line in lines))
    place = found.end()
    comment = re.compile(rf" {{{column},}}#[^\n\r\x85\u2028\u2029]*")
    while remark := comment.match(text, place):
        after = _BREAK.match(text, remark.end())
        if not after:
            return _Edit(len(text), len(text), "".join(newline + line for line in lines))
        place = after.end()
    return _Edit(place, place, "".join(line + newline for line in lines))


def _into_flow(text: str, node: yaml.Node, insert: str) -> _Edit:
    close = node.end_mark.index - 1
    if not node.value:
        return _Edit(close, close, insert)
    last = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    between = re.sub("#[^\n\r]*", "", text[last.end_mark.index : close])
    return _Edit(close, close, insert if "," in between else f", {insert}")


def _block(item: Written, column: int) -> list[str]:
    lines = _nested(item, column + 2)
    return [f"{' ' * column}- {lines[0].lstrip()}", *lines[1:]]


def _nested(item: Written, column: int) -> list[str]:
    lines = []
    for key, value in item.items():
        if isinstance(value, str):
            lines.append(f"{' ' * column}{key}: {value}")
        else:
            lines += [f"{' ' * column}{key}:", *_nested(value, column + 2)]
    return lines


def _flow(item: Written) -> str:
    return "{" + ", ".join(f"{key}: {one if isinstance(one, str) else _flow(one)}" for key, one in item.items()) + "}"


# --- getting it there ------------------------------------------------------------------------------------------------


def _exchange(staging: Path, changes: Sequence[Change]) -> None:
    """Move new files over old ones; if any move fails, put the old ones back."""
    for one in changes:
        if (one.path.read_bytes() if one.path.is_file() else None) != one.before:
            raise UserError(f'"{one.path}" was changed by somebody else meanwhile; nothing was changed: run again')
    done: list[tuple[int, Change]] = []
    try:
        for number, one in enumerate(changes):
            one.path.parent.mkdir(parents=True, exist_ok=True)
            (staging / f"{number}.new").replace(one.path)
            done.append((number, one))
    except OSError:
        for number, one in reversed(done):
            if one.before is None:
                one.path.unlink()
            else:
                (staging / f"{number}.old").replace(one.path)
        raise
