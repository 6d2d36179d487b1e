"""What was delivered: kept files, recipes, the import desk."""
