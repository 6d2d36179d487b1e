"""Who may see, and who looked."""
