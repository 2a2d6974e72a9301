"""Every domain opens with a card that tells the truth: Owns, Calls, Listens to, Publishes."""

import ast
import importlib
import inspect
import re

import pytest

from domains.kernel import bus
from domains.kernel.events import declared_events
from tests.architecture.house import DOMAINS, ROOT, imports, sources, tree


def card(domain: str) -> dict[str, set[str]]:
    """The card's four lines as sets of names."""
    text = inspect.getdoc(importlib.import_module(f"domains.{domain}")) or ""
    found = dict(re.findall(r"^(Owns|Calls|Listens to|Publishes): (.+(?:\n +.+)*)", text, re.MULTILINE))
    return {
        title: {name.strip() for name in body.split(",")} - {"nobody", "nothing", ""}
        for title, body in found.items()
    }


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_domain_opens_with_its_card_and_nothing_else(domain: str) -> None:
    assert set(card(domain)) == {"Owns", "Calls", "Listens to", "Publishes"}
    assert len(tree(ROOT / "domains" / domain / "__init__.py").body) == 1


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_card_names_exactly_whom_the_domain_imports(domain: str) -> None:
    imported = {
        name.split(".")[1]
        for path in sources(f"domains/{domain}")
        for name in imports(path)
        if name.startswith("domains.") and name.count(".")
    }
    assert card(domain)["Calls"] == imported - {domain}


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_card_names_exactly_what_the_domain_listens_to(domain: str) -> None:
    heard = {
        event
        for event, handlers in bus.subscriptions().items()
        if any(handler.startswith(f"{domain}.") for handler in handlers)
    }
    assert card(domain)["Listens to"] == heard


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_card_names_exactly_what_the_domain_publishes(domain: str) -> None:
    events = {
        kind.__name__: name for name, kind in declared_events().items() if name.startswith(f"{domain}.")
    }
    published = {
        events[node.id]
        for path in sources(f"domains/{domain}")
        if path.name != "events.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id in events and _is_called(tree(path), node)
    }
    assert card(domain)["Publishes"] == published == set(events.values())


def _is_called(module: ast.Module, name: ast.Name) -> bool:
    return any(isinstance(node, ast.Call) and node.func is name for node in ast.walk(module))
