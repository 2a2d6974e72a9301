"""What no import shows: relations between tables, names in strings, who enqueues."""

import ast
import re

import pytest
from django.apps import apps

from tests.architecture.house import DOMAINS, imports, short, sources, tree

_DOMAIN_PATH = re.compile(r"domains\.[a-z_]+\.[a-z_.]+\Z")
_MAY_NAME_DOMAINS = {"ecommerce/urls.py", "ecommerce/api/urls.py"}
_BANNED = {"utils", "helpers", "common", "misc", "manager"}


@pytest.mark.parametrize("domain", [*DOMAINS, "kernel"])
def test_no_relation_leaves_its_domain(domain: str) -> None:
    for model in apps.get_app_config(domain).get_models():
        for field in model._meta.get_fields(include_hidden=True):
            if not field.is_relation or field.auto_created:
                continue
            other = field.related_model._meta.app_label
            allowed = {domain} | ({"auth", "contenttypes"} if domain == "user" else set())
            assert other in allowed, f"{model.__name__}.{field.name} points into {other}"


def test_only_the_url_includes_of_the_root_name_domains_in_strings() -> None:
    for path in sources("domains", "ecommerce"):
        if short(path) in _MAY_NAME_DOMAINS:
            continue
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        named = [
            node.value
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and _DOMAIN_PATH.match(node.value)
        ]
        # An app says its own name; that is no import.
        foreign = [
            name for name in named if not short(path).startswith(name.replace(".", "/").rsplit("/", 1)[0])
        ]
        assert foreign == [], f"{short(path)} names {foreign}"


def test_nothing_is_imported_by_its_name_at_run_time() -> None:
    for path in sources("domains", "ecommerce"):
        calls = {
            getattr(node.func, "id", getattr(node.func, "attr", ""))
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call)
        }
        assert not calls & {"import_module", "__import__", "import_string"}, short(path)


def test_a_model_is_looked_up_by_name_only_inside_its_own_domain() -> None:
    for path in sources("domains", "ecommerce"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_model":
                app = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
                assert f"/{str(app).partition('.')[0]}/" in short(path), f"{short(path)}:{node.lineno}"


def test_only_tasks_import_celery() -> None:
    for path in sources("domains"):
        if path.name != "tasks.py":
            assert not any(name.split(".")[0] == "celery" for name in imports(path)), short(path)


def test_only_handlers_enqueue() -> None:
    for path in sources("domains", "ecommerce"):
        # The Celery application is what everybody enqueues through.
        if path.name in ("handlers.py", "tasks.py", "broker.py"):
            continue
        enqueues = [
            node
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute) and node.attr in ("delay", "apply_async", "send_task")
        ]
        assert not enqueues, f"{short(path)}:{enqueues[0].lineno} enqueues a task"


def test_no_module_has_a_name_that_says_nothing() -> None:
    for path in sources("domains", "ecommerce", "config", "tests"):
        assert path.stem not in _BANNED, short(path)


def test_no_module_is_longer_than_a_reader_bears() -> None:
    for path in sources("domains", "ecommerce", "config"):
        length = len(path.read_text().splitlines())
        assert length <= 400, f"{short(path)} has {length} lines"


def test_time_and_identity_come_from_the_kernel_alone() -> None:
    for path in sources("domains"):
        if short(path) in ("domains/kernel/clock.py", "domains/kernel/ids.py"):
            continue
        forbidden = {"uuid.uuid4", "uuid.uuid1", "django.utils.timezone.now"} & imports(path)
        assert not forbidden, f"{short(path)} uses {forbidden}"


def test_every_statement_names_its_columns() -> None:
    """A kept plan of `SELECT *` fails while a migration adds a column beside the running shop."""
    whatever = re.compile(r"\b(?:SELECT|RETURNING)\s+(?:\w+\.)?\*")
    for path in sources("domains", "ecommerce"):
        assert not whatever.search(path.read_text()), f"{short(path)} asks for whatever columns there are"
