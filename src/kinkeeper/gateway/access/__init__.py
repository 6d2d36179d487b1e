"""Who may come in, as it is kept: by what accounts are known at providers of proof."""
