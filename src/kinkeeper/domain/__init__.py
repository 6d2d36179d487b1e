"""The rules: what is known, what may be asked, what follows. Plain Python; no clock, chance or files."""
