"""The compliance annex as a tagged PDF (PDF/UA-1, ISO 14289-1), the same bytes on every machine.

The layout is ``templates/annex/annex.typ``. The annex reaches it as JSON, so no character of a legal text is ever taken
for markup, and the fonts used lie beside it, so no machine's own fonts matter: Liberation Serif, and DejaVu Serif for the
superscripts it lacks.
"""

import json
from dataclasses import asdict
from typing import Any

from mapping.annex import Annex, ElementGroup, ProvisionCell, Row, Section
from mapping.reports.typeset import typeset


def to_pdf(annex: Annex) -> bytes:
    """Set the annex on A4 landscape.

    Args:
        annex: the annex in one language.

    Returns:
        A PDF that the compiler itself has checked against PDF/UA-1; the same annex gives the same bytes.

    Raises:
        UserError: the annex holds a character that the font does not have.
    """
    return typeset(json.dumps(_payload(annex), ensure_ascii=False))


def _payload(annex: Annex) -> dict[str, Any]:
    """The annex as JSON values, with what its classes derive."""
    return asdict(annex) | {
        "as_of": annex.as_of.isoformat(),
        "total": annex.total,
        "chapters": [[chapter, [_section(one) for one in sections]] for chapter, sections in annex.chapters],
    }


def _section(section: Section) -> dict[str, Any]:
    return {"heading": section.heading, "rows": [_row(row) for row in section.rows]}


def _row(row: Row) -> dict[str, Any]:
    return asdict(row) | {
        "compact": row.compact,
        "long": row.long,
        "provisions": [_with_standing(one) for one in row.provisions],
        "missing_groups": [_group(one) for one in row.missing_groups],
        "recommended_groups": [_group(one) for one in row.recommended_groups],
        "measures": [asdict(one) | {"brief": one.brief} for one in row.measures],
        "signing": [asdict(one) | {"attention": one.attention, "text": one.text} for one in row.signing],
    }


def _with_standing(cell: ProvisionCell) -> dict[str, Any]:
    return asdict(cell) | {"standing": cell.standing}


def _group(group: ElementGroup) -> dict[str, Any]:
    return asdict(group) | {"mark": group.mark}
