"""What results depend on: screening, shares of variance, and the assumptions that would turn an answer."""
