"""A finished comparison for people: the page for leaders, the table for the terminal, figures for notebooks."""
