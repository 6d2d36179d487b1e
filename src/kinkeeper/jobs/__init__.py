"""Long work that ends in commands: import, link, find ties, find separations."""
