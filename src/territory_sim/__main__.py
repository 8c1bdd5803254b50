"""Run the command line as ``python -m territory_sim``."""

from __future__ import annotations

import sys

from territory_sim.cli import main

if __name__ == "__main__":
    sys.exit(main())
