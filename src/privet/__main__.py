"""``python -m privet`` is the program ``privet``."""

from privet.cli import main

main()
