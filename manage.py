#!/usr/bin/env python
"""Django's command line; settings come from DJANGO_SETTINGS_MODULE, production's by default."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ftrportal.settings.base")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
