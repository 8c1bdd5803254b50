"""Territories: who owns which units, how much work that is, and whether it hangs together."""
