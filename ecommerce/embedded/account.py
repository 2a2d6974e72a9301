"""The account that PostgreSQL runs under: it refuses to run as root."""

import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

# Where PostgreSQL lives when its account cannot enter the checkout (say, one under /root).
SHELTER = Path("/var/lib/septet")


@dataclass(frozen=True)
class Account:
    """A user of this machine, to start a process as and to own its files."""

    uid: int
    gid: int

    def may_read(self, path: Path) -> bool:
        """Whether the account can pass through every folder above `path` and read it."""
        steps = (*reversed(path.resolve().parents), path.resolve())
        return all(self._may_enter(step) for step in steps if step.exists())

    def own(self, folder: Path) -> None:
        """Give the folder to the account, closed to everyone else."""
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def _may_enter(self, path: Path) -> bool:
        status = path.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IRUSR if path.is_file() else status.st_mode & stat.S_IXUSR)
        return bool(status.st_mode & (stat.S_IROTH if path.is_file() else stat.S_IXOTH))


def account_for(folder: Path) -> Account | None:
    """Whom to run PostgreSQL as, or None for "as we are" (we are not root).

    Root hands it to the owner of the data that is there already, else to the
    owner of the folder around it, else to `postgres` or `nobody`.
    """
    if os.geteuid() != 0:
        return None
    for place in (folder, *folder.parents):
        if place.exists() and (status := place.stat()).st_uid != 0:
            return Account(status.st_uid, status.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise RuntimeError(
        "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody."
        " Run the shop as a normal user."
    )


def shelter_for(folder: Path) -> Path:
    """A folder outside the checkout that stands in for `folder`: the same one each time."""
    return SHELTER / sha256(str(folder.absolute()).encode()).hexdigest()[:12]


def open_shelter_for(folder: Path) -> Path:
    """The same, in a place that every account may pass through."""
    SHELTER.mkdir(parents=True, exist_ok=True)
    SHELTER.chmod(0o755)
    return shelter_for(folder)


def copy_once(source: Path, target: Path) -> None:
    """Copy a tree; a copy that was cut short is made again."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(source, unfinished, symlinks=True)
    unfinished.rename(target)
