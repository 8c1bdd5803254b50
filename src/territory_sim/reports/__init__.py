"""What people look at: tables, maps, sentences, one page."""
