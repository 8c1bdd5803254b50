"""The trainers' page: runs recorded day by day, and the page that plays them."""
