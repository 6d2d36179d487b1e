"""The one search box: whom and what it finds."""
