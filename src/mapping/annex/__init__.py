"""The compliance annex as data: one row per pinpoint, ready to be laid out in HTML, Word or PDF.

The columns follow the practice of annexes to the *nota de fundamentare* (Law 100/2017 of the Republic of Moldova,
art. 30 and art. 40 letter g): pinpoint and obligation, national provisions, degree of compatibility, what is missing,
measures, reason. Every value is derived from the data; the layouts add nothing.
"""

from mapping.annex.cells import (
    ATTENTION,
    LONG_CELL,
    SIGNS,
    ActRow,
    Annex,
    ElementCell,
    ElementGroup,
    Labels,
    MeasureCell,
    ProvisionCell,
    ReasonCell,
    Row,
    Section,
    SignLine,
    grouped,
)
from mapping.annex.compose import compose, row_of
from mapping.annex.final import not_examined, obstacles, refusal
from mapping.annex.folding import folded
from mapping.annex.wording import (
    authority_in_full,
    authority_name,
    caveats,
    element_cell,
    finding_source,
    later_text,
    measure_cell,
    measures_planned,
    none_found_in,
)

__all__ = [
    "ATTENTION",
    "LONG_CELL",
    "SIGNS",
    "ActRow",
    "Annex",
    "ElementCell",
    "ElementGroup",
    "Labels",
    "MeasureCell",
    "ProvisionCell",
    "ReasonCell",
    "Row",
    "Section",
    "SignLine",
    "authority_in_full",
    "authority_name",
    "caveats",
    "compose",
    "element_cell",
    "finding_source",
    "folded",
    "grouped",
    "later_text",
    "measure_cell",
    "measures_planned",
    "none_found_in",
    "not_examined",
    "obstacles",
    "refusal",
    "row_of",
]
