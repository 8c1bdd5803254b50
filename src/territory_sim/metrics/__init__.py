"""The scorecard, worked out of tables alone."""
