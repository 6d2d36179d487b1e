"""PURE. Numbers out of numbers: how long people stay apart, and how many there are whom no list names. No database, no Django."""
