"""One file per report, with its definition in words."""
