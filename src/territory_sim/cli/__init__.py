"""The command line: ``territory-sim VERB [OVERRIDES] [FLAGS]``."""

from territory_sim.cli.entry import main

__all__ = ["main"]
