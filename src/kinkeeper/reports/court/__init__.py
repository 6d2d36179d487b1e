"""What courts and Congress ask for: the status report, the classes of orders, their lists, the month."""
