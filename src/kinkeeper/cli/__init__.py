"""The command line: parse, one call, print. Results on standard output, progress on standard error."""
