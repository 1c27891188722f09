"""``python -m mapping`` is the command ``mapping``."""

import sys

from mapping.cli import main

if __name__ == "__main__":
    sys.exit(main())
