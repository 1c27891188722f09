"""``mapping export``: the data for other tools, and the workbook for reviewers."""

import argparse
from pathlib import Path

from mapping.cli.scope import narrowed, views


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    export = commands.add_parser("export", help="write the data for other tools")
    export.add_argument(
        "format",
        metavar="FORMAT|FILE.xlsx",
        help="graphml (graph), csv (coverage), xlsx (coverage, gaps, links, measures), quality (the page "
        "docs/data-quality.md), or a file name such as review.xlsx: the workbook in which reviewers decide",
    )
    narrowed(export)
    export.add_argument("--language", choices=("ro", "en"), default="ro", help="language of the workbook (default: ro)")
    export.add_argument(
        "--out", type=Path, metavar="FILE", help="file to write (default: reports/export/INSTRUMENT.FORMAT)"
    )
    export.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write what was asked for and print where it stands."""
    from mapping import export
    from mapping.errors import UserError
    from mapping.files import write_atomically

    if options.format.lower().endswith(".xlsx"):
        return _workbook(options)
    known = ("graphml", "csv", "xlsx", "quality")
    if options.format not in known:
        raise UserError(
            f'"{options.format}" is no form of export: allowed are {", ".join(known)}, or a name such as review.xlsx'
        )

    shown = views(options, options.language)
    if options.format == "quality":
        from mapping.quality import page

        path = options.out or shown[0].catalogue.root / "docs" / "data-quality.md"
        write_atomically(path, page(shown[0].catalogue).encode())
        print(path)
        return 0
    if options.out and len(shown) > 1 and options.format != "graphml":
        raise UserError(f"--out names one file, but there are {len(shown)} treaties: choose one with --instrument")
    for view in shown:
        path = options.out or view.catalogue.root / "reports" / "export" / f"{view.instrument.id}.{options.format}"
        if options.format == "graphml":
            content = export.as_graphml(view.graph)
        else:
            content = export.as_csv(view) if options.format == "csv" else export.as_xlsx(view)
        write_atomically(path, content)
        print(path)
        if options.format == "graphml":
            break  # the graph holds every treaty
    return 0


def _workbook(options: argparse.Namespace) -> int:
    from mapping.errors import UserError
    from mapping.files import write_atomically
    from mapping.workbook import write

    view = views(options)[0]
    path = options.out or Path(options.format)
    content = write(view.catalogue, view.library, options.instrument)
    if path.is_file() and path.read_bytes() != content:
        raise UserError(
            f'"{path}" is there already and may hold a reviewer\'s decisions: name another file, or remove it'
        )
    write_atomically(path, content)
    print(path)
    return 0
