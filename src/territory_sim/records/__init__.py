"""Result tables and their files."""
