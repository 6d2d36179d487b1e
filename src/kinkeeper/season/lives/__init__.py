"""What happened: who there is, who crosses with whom, and what becomes of them."""
