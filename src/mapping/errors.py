"""The mistake that one sentence explains; every other room may raise it."""


class UserError(Exception):
    """A mistake of the person at the keyboard: one sentence with place and remedy, no traceback."""
