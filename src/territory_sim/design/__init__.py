"""Drawing and redrawing territories."""
