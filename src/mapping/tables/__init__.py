"""The tables of the notebooks and of the spreadsheet export, as DataFrames with printed column names.

Every row carries its provenance: the pinpoint, and for national law the citation and how far its source was read.
Cells hold text; lists are joined with line breaks.
"""

from mapping.tables.law import acts, penalties, provisions
from mapping.tables.missing import findings, gap_list, gaps, recommended, unexamined, unplanned
from mapping.tables.plan import authorities, measures, plans, unanswering
from mapping.tables.treaty import annex, links, obligations, resting_on_one, statuses

__all__ = [
    "acts",
    "annex",
    "authorities",
    "findings",
    "gap_list",
    "gaps",
    "links",
    "measures",
    "obligations",
    "penalties",
    "plans",
    "provisions",
    "recommended",
    "resting_on_one",
    "statuses",
    "unanswering",
    "unexamined",
    "unplanned",
]
