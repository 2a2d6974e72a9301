"""Only until every app stands: leaves out of the settings what does not exist yet."""

import os
from importlib.util import find_spec


def _exists(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def standing_apps(apps: list[str]) -> list[str]:
    only = os.environ.get("ONLY_DOMAINS")
    return [
        app
        for app in apps
        if _exists(
            app.rpartition(".apps.")[0] + ".apps"
            if ".apps." in app
            else f"{app}.apps"
            if app.startswith("domains.")
            else app
        )
        and (
            not only
            or not app.startswith("domains.")
            or app.split(".")[1] in (*only.split(","), "kernel", "user")
        )
    ]


def standing(paths: list[str]) -> list[str]:
    return [
        path
        for path in paths
        if not path.startswith(("ecommerce", "domains")) or _exists(path.rpartition(".")[0])
    ]


def user_model() -> str:
    return "user.User" if _exists("domains.user.models") and _exists("domains.user.apps") else "auth.User"
