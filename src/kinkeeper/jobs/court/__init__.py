"""Long work on orders: what is known of each child, the clocks that run for it, and an order tried before it counts."""
