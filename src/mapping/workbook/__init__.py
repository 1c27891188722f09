"""The workbook for reviewers: written, sent out, filled in, and read back as reviews."""

from mapping.workbook.read import Conflict, Returned, read
from mapping.workbook.take import Report, apply
from mapping.workbook.write import write

__all__ = ["Conflict", "Report", "Returned", "apply", "read", "write"]
