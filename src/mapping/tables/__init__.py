"""The tables of the notebooks and of the spreadsheet export, as DataFrames with printed column names.

Every row carries its provenance: the pinpoint, and for national law the citation and how far its source was read.
Cells hold text; lists are joined with line breaks.
"""

from mapping.tables.cells import LINE, SIGNS, element_words, frame, group_lines, in_chapter, measure_line, remarks
from mapping.tables.law import acts, ban_words, penalties, penalty_words, provisions, range_words
from mapping.tables.missing import findings, gap_list, gaps, recommended, unexamined, unplanned
from mapping.tables.plan import authorities, measures, plans, unanswering
from mapping.tables.treaty import annex, links, obligations, resting_on_one, statuses

__all__ = [
    "LINE",
    "SIGNS",
    "acts",
    "annex",
    "authorities",
    "ban_words",
    "element_words",
    "findings",
    "frame",
    "gap_list",
    "gaps",
    "group_lines",
    "in_chapter",
    "links",
    "measure_line",
    "measures",
    "obligations",
    "penalties",
    "penalty_words",
    "plans",
    "provisions",
    "range_words",
    "recommended",
    "remarks",
    "resting_on_one",
    "statuses",
    "unanswering",
    "unexamined",
    "unplanned",
]
