"""What can be compared between two records, one file per kind of fact."""
