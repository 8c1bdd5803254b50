"""A finished comparison for people: the page for leaders, figures for notebooks and the README."""
