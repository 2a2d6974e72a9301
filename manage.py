#!/usr/bin/env python
"""Run any management command: `manage.py up` starts the whole shop."""

import os
import sys


def _up(arguments: list[str]) -> str | None:
    """Run the whole shop. Without Django: who watches over it all day holds as little as can be."""
    from config.env import BASE_DIR, DATA_DIR, is_given
    from ecommerce.embedded.launcher import Launcher, Plan

    missing = {name for name in ("DATABASE_URL", "REDIS_URL") if not is_given(name)}
    return Launcher(Plan.asked_for(arguments, root=BASE_DIR, data=DATA_DIR, missing=missing)).run()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    if sys.argv[1:2] == ["up"]:
        sys.exit(_up(sys.argv[2:]))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
