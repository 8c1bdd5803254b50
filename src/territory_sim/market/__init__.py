"""The market: accounts, what they ask, need and buy, and who else sells to them."""
