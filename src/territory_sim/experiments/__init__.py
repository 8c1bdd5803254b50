"""Run scenarios over paired replications, compare them, and keep the result in folders."""
