"""What can be learned from a CRM export: nothing here knows how the world was made."""
