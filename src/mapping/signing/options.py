"""The options of ``mapping review``; apart from what it does, so that help answers at once."""

import argparse

from mapping.records import DECISIONS, VERDICTS

QUOTES = 'Put a place in quotation marks, "lanzarote/5(3)": brackets and ^ mean something else to the command line.'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``mapping review``."""
    parser.epilog = QUOTES
    parser.add_argument(
        "what",
        nargs="*",
        metavar="WHAT",
        help='"lanzarote/5(3)", lanzarote/5, the chapter lanzarote:III, or lanzarote (default: all)',
    )
    parser.add_argument("--to", metavar="PLACE", help="only links to this place, for example labour-code/57")
    parser.add_argument("--suspect", action="store_true", help="only what has changed since it was signed")
    parser.add_argument("--name", help="who signs; without it nothing is written and the state is listed")
    parser.add_argument("--role", default="", help="in what capacity, for example jurist")
    parser.add_argument("--decision", choices=DECISIONS, help="default: agrees")
    parser.add_argument("--remark", help="why; needed with disagrees and remarks")
    parser.add_argument("--date", default="", help="day of the review, YYYY-MM-DD (default: today)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.add_argument(
        "--change", metavar="PLACE", help='assess the change of this place, for example "criminal-code/208^1(3)"'
    )
    parser.add_argument("--verdict", choices=VERDICTS, help="with --change: is the change editorial or material?")
