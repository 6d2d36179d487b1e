"""What courts and statutes ask: orders as data, the clocks they start, the calendars they count by, and who is covered."""
