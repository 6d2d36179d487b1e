"""What linkage holds between two runs, in the database."""
