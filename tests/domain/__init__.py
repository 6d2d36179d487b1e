"""The rules, played as histories of commands."""
