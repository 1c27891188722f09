"""The options that several commands share, and the views they ask for."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapping.view import View


def narrowed(command: argparse.ArgumentParser) -> None:
    """The options that choose a treaty, a date and a draft."""
    command.add_argument("--instrument", metavar="ID", help="one treaty, for example lanzarote (default: all)")
    command.add_argument(
        "--as-of", default="", metavar="DATE", help="status on this date, YYYY-MM-DD (default: the date of the data)"
    )
    command.add_argument("--draft", default="none", metavar="ID", help="take a draft law into account (default: none)")


def views(options: argparse.Namespace, language: str = "en") -> "list[View]":
    """The view of each treaty asked for, at the date and with the draft asked for."""
    from mapping.catalogue import find_root
    from mapping.checks import load_checked
    from mapping.view import open_view

    catalogue = load_checked(find_root())
    names = [options.instrument] if options.instrument else list(catalogue.instrument_by_id) or [""]
    return [open_view(name, language, options.as_of, options.draft, catalogue=catalogue) for name in names]
