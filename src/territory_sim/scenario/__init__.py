"""Scenarios: from configuration files to the world in which a run takes place."""
