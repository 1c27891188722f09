"""Exports for other tools: GraphML, CSV and XLSX, the same bytes for the same data.

Cells that begin with ``= + - @`` are written as text, never as formulas.
"""

import csv
import datetime as dt
import io
from typing import Any

import networkx as nx

from mapping.graph import Graph
from mapping.summary import coverage_csv
from mapping.view import View


def as_graphml(graph: Graph) -> bytes:
    """The graph with plain attributes: kind, label in both languages, role and place cited."""
    plain = nx.MultiDiGraph()
    for name, node in graph.nodes(data=True):
        plain.add_node(name, kind=node["kind"], **_labels(node["record"]))
    for start, end, key, edge in graph.edges(keys=True, data=True):
        more = {"target": edge["target"]} if "target" in edge else {}
        plain.add_edge(start, end, key=key, type=edge["type"], **more)
    return "\n".join(nx.generate_graphml(plain, encoding="utf-8", named_key_ids=True)).encode() + b"\n"


def _labels(record: Any) -> dict[str, str]:
    """The wording of a record in both languages, whichever field holds it."""
    for field in ("duty", "title", "action", "name", "effect", "summary", "topic"):
        text = getattr(record, field, None)
        if text is not None and hasattr(text, "ro"):
            return {"en": text.en, "ro": text.ro}
    if hasattr(record, "en"):
        return {"en": record.en, "ro": record.ro}
    return {}


def as_csv(view: View) -> bytes:
    """The coverage, one line for each element."""
    return coverage_csv(view).encode()


def as_xlsx(view: View) -> bytes:
    """A workbook with the coverage, the gaps, the judgements and the measures, in the language of the view."""
    import xlsxwriter

    from mapping import tables

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    day = view.catalogue.edition.as_of
    book.set_properties(
        {
            "title": view.instrument.title.in_(view.language),
            "created": dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC),
        }
    )
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    coverage = list(csv.reader(io.StringIO(coverage_csv(view))))
    sheets: list[tuple[str, list[list[str]]]] = [(view.word("column", "status"), coverage)]
    frames = [(view.word("page", "gaps"), tables.gaps(view))]
    for chapter in view.instrument.chapters:
        frames.append((f"{view.word('column', 'chapter')} {chapter.number}", tables.links(view, chapter.number)))
    frames += [(plan.id, tables.measures(view, plan)) for plan in tables.plans(view)]
    sheets += [
        (name, [list(map(str, data.columns)), *data.astype(str).to_numpy().tolist()])
        for name, data in frames
        if len(data)
    ]
    for name, rows in sheets:
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        widths = [max((min(len(row[column]), 48) for row in rows[:200]), default=8) for column in range(len(rows[0]))]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, max(width, 8))
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value, body if number else head)
        sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(rows[0]) - 1)
    book.close()
    return out.getvalue()
