"""What concerns every request, whatever page it is for: its line in the log, and the cookies that pages keep."""
