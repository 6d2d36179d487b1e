"""What is asked of orders and their clocks."""
