"""``python -m checker`` is the command ``gouji``."""

from checker.cli import main

main()
