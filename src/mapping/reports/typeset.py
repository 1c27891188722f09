"""Compiles the typst layout of the annex in a process of its own: ``python -m mapping.reports.typeset``.

JSON comes in on standard input, the PDF goes out on standard output. The compiler keeps a few hundred megabytes for
each document until its process ends; here it ends at once.
"""

import subprocess
import sys

from mapping.errors import UserError
from mapping.reports.layout import TEMPLATES


def typeset(payload: str) -> bytes:
    """Compile in a fresh process.

    Args:
        payload: the annex as JSON.

    Raises:
        UserError: the compiler refuses, for example a character that no font has.
    """
    command = [sys.executable, "-m", "mapping.reports.typeset"]
    done = subprocess.run(command, input=payload.encode(), capture_output=True, check=False)
    if done.returncode:
        raise UserError(f"the annex cannot be set as a PDF: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def main() -> int:
    """Read the payload, write the PDF; on failure say why and return 1."""
    import typst

    try:
        compiled = typst.compile(
            TEMPLATES / "annex" / "annex.typ",
            root=TEMPLATES,
            font_paths=[TEMPLATES / "fonts"],
            ignore_system_fonts=True,
            sys_inputs={"annex": sys.stdin.buffer.read().decode()},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        print(error, file=sys.stderr)
        return 1
    sys.stdout.buffer.write(bytes(compiled))
    return 0


if __name__ == "__main__":
    sys.exit(main())
