"""The best combination of levers within floors, and what the others would be."""
