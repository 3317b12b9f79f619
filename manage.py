#!/usr/bin/env python
"""Runs Django's and the project's own commands: `python manage.py help` lists them."""

import os
import sys
from pathlib import Path


def main(argv: list[str]) -> None:
    """Run a command. One of the project's own acts under its name; behind Django's own (a shell) stands nobody."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from bureaus.acting import acting, acting_of_command

    name = argv[1] if len(argv) > 1 else ""
    is_ours = name.isidentifier() and any(Path(__file__).parent.glob(f"*/management/commands/{name}.py"))
    with acting(acting_of_command(name) if is_ours else None):
        execute_from_command_line(argv)


if __name__ == "__main__":
    main(sys.argv)
