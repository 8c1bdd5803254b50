"""Regions: basic units, who is next to whom, and how long trips take."""
