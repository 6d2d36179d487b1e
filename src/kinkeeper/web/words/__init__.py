"""What is known, in the reader's words: days, custodians, kin, reasons, statements."""
