"""The engine: Mesa agents under a SimPy clock."""
