"""`python -m enforcecal` is the command line `enforcecal`."""

import sys

from enforcecal.cli import main

if __name__ == "__main__":
    sys.exit(main())
