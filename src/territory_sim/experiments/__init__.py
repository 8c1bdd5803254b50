"""Experiments: single runs, replications, paired comparisons."""
