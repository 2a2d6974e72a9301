"""Fetches a server's jars and builds its launcher; what is there already is left alone."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

NAMES = ("elasticsearch", "opensearch")
_HERE = Path(__file__).parent
_CACHE = Path.home() / ".cache" / "septet"
_OLDEST_JAVA = 21


def java_home() -> Path | None:
    """A JDK that is new enough, wherever this machine keeps one."""
    given = [Path(os.environ[name]) for name in ("SEPTET_JAVA_HOME", "JAVA_HOME") if name in os.environ]
    for home in (*given, *sorted(Path("/usr/lib/jvm").glob("*")), *sorted(Path("/opt").glob("*"))):
        release = home / "release"
        version = re.search(r'JAVA_VERSION="(\d+)', release.read_text()) if release.is_file() else None
        if version and int(version[1]) >= _OLDEST_JAVA and (home / "bin" / "javac").exists():
            return home
    return None


def folder(name: str) -> Path:
    """Where the server of these sources is kept: changed sources make another."""
    sources = sorted(one for one in (_HERE / name).rglob("*") if one.suffix in (".java", ".xml"))
    told = hashlib.sha256(b"".join(one.read_bytes() for one in sources)).hexdigest()[:12]
    return _CACHE / f"{name}-{told}"


def is_built(name: str) -> bool:
    """Whether the server can be started here."""
    return java_home() is not None and (folder(name) / "launcher.jar").exists()


def build(name: str) -> None:
    """The server's jars and the launcher are in the cache. Raises CalledProcessError, RuntimeError."""
    home, target = java_home(), folder(name)
    if home is None:
        raise RuntimeError(
            f"{name} needs a JDK {_OLDEST_JAVA} or newer. Install one, or set SEPTET_JAVA_HOME."
        )
    if is_built(name):
        return
    shutil.rmtree(target, ignore_errors=True)
    fetch = ["mvn", "-q", "-B", "-f", str(_HERE / name / "pom.xml"), "dependency:copy-dependencies"]
    subprocess.run([*fetch, f"-DoutputDirectory={target / 'lib'}", "-DincludeScope=runtime"], check=True)
    sources = [str(one) for one in (_HERE / name).rglob("*.java")]
    classes = target / "classes"
    compiler = [str(home / "bin" / "javac"), "-nowarn", "-cp", f"{target / 'lib'}/*", "-d", str(classes)]
    subprocess.run([*compiler, *sources], check=True)
    # Last, and at once: a launcher that is there is whole. Jars alone let Java keep an archive of classes.
    made = target / "launcher.making"
    subprocess.run(
        [str(home / "bin" / "jar"), "--create", "--file", str(made), "-C", str(classes), "."], check=True
    )
    made.rename(target / "launcher.jar")
