"""The linkage engine: a table of people in, a person for every row out. Arrays and compiled loops, no Django, no database."""
