"""Sweeps: many points of a design, each with its replications, that survive being killed."""
