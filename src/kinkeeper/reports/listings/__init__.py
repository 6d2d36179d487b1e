"""Lists that leave as files: each with its definition and its data dictionary, in every form from one place."""
