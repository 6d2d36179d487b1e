"""What reports count, set by set, as of a day and as known at a size of the ledger."""
