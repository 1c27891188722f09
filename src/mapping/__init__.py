"""Maps treaty obligations to national law and to action plans, and says what is missing.

Start at ``mapping.catalogue`` (the data), ``mapping.coverage`` (what is derived from it) and ``mapping.notebook`` (what
the notebooks call). Nothing heavy is imported here.
"""

__version__ = "0.1.0"
