"""`python -m kinkeeper.cli`."""

from kinkeeper.cli.main import main

main()
