"""Those who watch the log: its own signer, and the witnesses that others run. Plain Python; no database and no Django."""
