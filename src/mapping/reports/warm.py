"""Reads the data and the official texts once in the fork server, before any kernel is forked; a kernel reads them again only if they changed.

Imported for its effect, by name, from ``run.NOTEBOOK_MODULES``.
"""

import contextlib

from mapping.catalogue import find_root
from mapping.checks import load_checked
from mapping.errors import UserError
from mapping.issues import DataError
from mapping.texts.library import open_library

with contextlib.suppress(DataError, UserError):  # the notebook that asks for the data reports the problem
    catalogue = load_checked(find_root())
    open_library(catalogue.root, catalogue.edition)
