"""`python -m tests.engines` builds what is missing and says what there is."""

from tests.engines.building import NAMES, build, folder

for name in NAMES:
    build(name)
    print(f"{name}: {folder(name)}")  # noqa: T201
