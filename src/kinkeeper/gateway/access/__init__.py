"""Who may come in, by what accounts are known at providers of proof; and what the wall shows to whom."""
