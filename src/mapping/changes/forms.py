"""The forms in which a person or a machine reads what changed: terminal, Markdown, JSON, and problems for CI."""

from collections.abc import Iterator
from typing import Any

from mapping.changes import law
from mapping.changes.document import Document, Redlined, Table
from mapping.changes.overview import Overview, searched_before
from mapping.changes.touch import judged
from mapping.changes.wording import Wording
from mapping.issues import Issue
from mapping.records import Link, NoneFound
from mapping.texts.redline import Piece, as_terminal

# --- for people ------------------------------------------------------------------------------------------------------


_UNDERLINE = {1: "-", 2: "."}


def as_text(document: Document, *, colour: bool = False) -> str:
    """Plain lines; struck out words as ``[-old-]``, new ones as ``{+new+}``."""
    lines = [document.title, "=" * len(document.title), "", *document.lead, ""]
    for section in document.sections:
        lines += [section.heading, _UNDERLINE[section.level] * len(section.heading), *section.sentences, ""]
        for table in section.tables:
            lines += [*([table.caption] if table.caption != section.heading else []), *_text_table(table), ""]
        for one in section.redlines:
            lines += [f"* {one.heading}"]
            lines += [f"    {line}" for line in as_terminal(one.pieces, colour=colour).split("\n") if line.strip()]
            lines += [*(f"    > {remark}" for remark in one.remarks), ""]
    return "\n".join(lines).rstrip()


def _text_table(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield f"  {row[0]}"
        for name, cell in zip(table.columns[1:], row[1:], strict=True):
            yield f"      {name}: {cell}"


def as_markdown(document: Document) -> str:
    """Markdown; struck out words as ``~~old~~``, new ones as ``**new**``."""
    lines = [f"# {_plain(document.title)}", ""]
    lines += [line for sentence in document.lead for line in (_plain(sentence), "")]
    for section in document.sections:
        mark = "#" * (section.level + 1)
        lines += [f"{mark} {_plain(section.heading)}", ""]
        lines += [line for sentence in section.sentences for line in (_plain(sentence), "")]
        for table in section.tables:
            lines += [f"**{_plain(table.caption)}**", ""] if table.caption != section.heading else []
            lines += [*_markdown_table(table), ""]
        lines += [line for one in section.redlines for line in _markdown_redline(one, f"{mark}#")]
    return "\n".join(lines).rstrip() + "\n"


def _markdown_table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(_cell, table.columns))} |"
    yield f"|{'---|' * len(table.columns)}"
    for row in table.rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def _cell(words: str) -> str:
    return _plain(words).replace("|", "\\|").replace("\n", "<br>")


def _markdown_redline(one: Redlined, mark: str) -> Iterator[str]:
    yield f"{mark} {_plain(one.heading)}"
    yield ""
    if one.pieces:
        yield "".join(map(_marked, one.pieces)).replace("\n", "  \n").strip()
        yield ""
    yield from (f"- {_plain(remark)}" for remark in one.remarks)
    yield ""


_MARKS = {"delete": "~~", "insert": "**", "same": ""}


def _marked(piece: Piece) -> str:
    """The mark stands close to the words, line by line, or Markdown would not see it."""
    mark = _MARKS[piece.kind]
    if not mark:
        return _plain(piece.words)
    parts = []
    for line in piece.words.split("\n"):
        core = line.strip()
        lead, tail = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
        parts.append(f"{lead}{mark}{_plain(core)}{mark}{tail}" if core else line)
    return "\n".join(parts)


def _plain(words: str) -> str:
    """Words that Markdown must not take for marks."""
    return "".join(f"\\{sign}" if sign in "\\*_~`<>[]#" else sign for sign in words)


# --- for machines ----------------------------------------------------------------------------------------------------


def as_object(overview: Overview) -> dict[str, Any]:
    """One JSON object; its keys are stable: new ones may be added, none changes its meaning or goes."""
    data = overview.data
    return {
        "edition": overview.catalogue.edition.version,
        "day": str(overview.library.day),
        "compared": list(overview.compared) if any(overview.compared) else None,
        "law": [_comparison(overview, one) for one in overview.comparisons],
        "upcoming": [
            *(_comparison(overview, one) for one in overview.ahead),
            *(_dated(overview, one) for one in overview.versions_ahead),
        ],
        "since": [_dated(overview, one) for one in overview.since.versions] if overview.since else None,
        "records": [
            {"group": one.group, "kind": one.kind, "id": one.id, "fields": [wording.field for wording in one.wordings], "obligations": list(one.obligations)}
            for one in data.records
        ]
        if data
        else None,
        "degrees": [{"obligation": one.obligation, "before": one.before, "after": one.after} for one in data.degrees] if data else None,
        "suspect": [
            {"obligation": key[0], "to": key[1], "changed": list(one.changed), "signed_by": [review.name for review in one.outdated]}
            for key, one in overview.suspect.items()
        ],
        "search_again": [
            {"about": about, "consolidated": str(text.consolidated), "rows": rows}
            for about, (text, rows) in searched_before(overview).items()
        ],
        "counts": {state: sum(one.state == state for one in overview.sign_offs.values()) for state in ("signed", "suspect", "disputed", "unsigned")},
    }  # fmt: skip


def _comparison(overview: Overview, one: law.Comparison) -> dict[str, Any]:
    return {
        "about": one.after.about,
        "before": str(one.before.consolidated),
        "after": str(one.after.consolidated),
        "changes": [
            {
                "kind": item.change.kind,
                "at": item.change.at,
                "now": item.change.now,
                "links": [list(key) for key in item.touched.judgements if overview.concerns(key[0])],
                "rows": overview.rows(item.touched),
                "amendments": list(item.touched.amendments),
                "verdicts": [verdict.verdict for verdict in item.assessments],
            }
            for item in one.changes
        ],
        "links": [list(key) for key in one.touched.judgements if overview.concerns(key[0])],
        "rows": overview.rows(one.touched),
        "amendments": list(one.touched.amendments),
    }


def _dated(overview: Overview, one: law.Dated) -> dict[str, Any]:
    return {
        "provision": one.place,
        "from": str(one.version.from_),
        "by": one.version.amended_by,
        "links": [list(key) for key in one.touched.judgements if overview.concerns(key[0])],
        "rows": overview.rows(one.touched),
    }


def as_issues(overview: Overview) -> list[Issue]:
    """A warning for each judgement to be looked at again, a note for each that a change of the data touches.

    Each stands at the line of its record, so that SARIF and GitHub show it on the difference of the file.
    """
    issues = []
    records = judged(overview.catalogue)
    for key, one in overview.sign_offs.items():
        if one.state not in ("suspect", "disputed"):
            continue
        parts = ", ".join(overview.catalogue.vocabulary.word("seal-part", part, "en") for part in one.changed)
        said = f"changed since it was signed: {parts}" if one.state == "suspect" else "a reviewer disagrees"
        issues.append(
            _issue(
                overview,
                key,
                records[key][1],
                f"{one.state}-link",
                "warning",
                said,
                f'look again, then mapping review "{key[0]}" --to "{key[1]}"',
            )
        )
    for record in overview.data.records if overview.data else ():
        for key in record.judgements:
            if key in records and overview.concerns(key[0]) and record.group not in ("link", "none-found"):
                said = f"the {record.group} {record.id} it rests on was {record.kind}"
                issues.append(
                    _issue(overview, key, records[key][1], "touched-link", "note", said, "read the judgement again")
                )
    return issues


def _issue(
    overview: Overview, key: tuple[str, str], record: Link | NoneFound, code: str, severity: Any, said: str, remedy: str
) -> Issue:
    words = Wording(overview, "en")
    named = f"{words.cite(key[0])} ← {words.place_of(key)}"
    return Issue(code=code, severity=severity, message=f"{named}: {said}", remedy=remedy, place=record.place)
