"""The import desk's forms and addresses."""
