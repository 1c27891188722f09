"""Pictures as static SVG: they open offline, print in grey and can be read without colour.

Every picture has a title and a description for readers who do not see it, and every one stands beside a table that
says the same.
"""

from mapping.pictures.bars import act_bars, force_bars, status_bars
from mapping.pictures.grid import coverage_grid, mapping_matrix
from mapping.pictures.layers import layered_graph
from mapping.pictures.timeline import measure_timeline
from mapping.pictures.together import degree_bars, subject_grid

__all__ = [
    "act_bars",
    "coverage_grid",
    "degree_bars",
    "force_bars",
    "layered_graph",
    "mapping_matrix",
    "measure_timeline",
    "status_bars",
    "subject_grid",
]
