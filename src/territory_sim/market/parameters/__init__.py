"""Settings of everything the market does by itself, one config group a module."""
