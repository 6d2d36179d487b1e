"""What is signed and shown of the ledger: tiles, checkpoints, receipts, and the public page about them."""
