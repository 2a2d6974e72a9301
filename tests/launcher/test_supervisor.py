"""Children are kept running, labelled, and never left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from ecommerce.embedded import leftovers
from ecommerce.embedded import supervisor as supervisor_module
from ecommerce.embedded.child import Child
from ecommerce.embedded.lock import AlreadyRunning, only_one
from ecommerce.embedded.supervisor import Supervisor
from tests.processes import wait_until

# Runs a supervisor in a process of its own, over one child that sleeps.
_SUPERVISE = """
import sys
from pathlib import Path
from ecommerce.embedded.child import Child
from ecommerce.embedded.supervisor import Supervisor
folder = Path(sys.argv[1])
try:
    with Supervisor(folder, lambda line: print(line, flush=True)) as supervisor:
        supervisor.start(Child("sleeper", ("sh", "-c", "echo awake; exec sleep 60"), folder))
        supervisor.run()
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.fixture
def supervised(tmp_path: Path):
    command = [sys.executable, "-c", _SUPERVISE, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    wait_until((tmp_path / "sleeper.pid").exists)
    yield process, tmp_path
    process.kill()
    process.communicate()


def _child_pid(folder: Path) -> int:
    return int((folder / "sleeper.pid").read_text().split()[0])


def _is_running(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def _shell(name: str, script: str, folder: Path) -> Child:
    return Child(name, ("sh", "-c", script), folder)


def test_each_line_says_which_child_wrote_it(tmp_path: Path) -> None:
    lines: list[str] = []
    with Supervisor(tmp_path, lines.append) as supervisor:
        supervisor.start(_shell("one", "echo hello; exec sleep 60", tmp_path))
        supervisor.start(_shell("two", "printf 'half '; echo line; exec sleep 60", tmp_path))
        supervisor.run(until=lambda: len(lines) >= 2)
    assert sorted(lines) == ["one      | hello", "two      | half line"]


def test_a_killed_child_starts_again_and_the_log_says_so(tmp_path: Path) -> None:
    lines: list[str] = []
    with Supervisor(tmp_path, lines.append) as supervisor:
        first = supervisor.start(_shell("web", "exec sleep 60", tmp_path))[0]
        first.kill()
        supervisor.run(until=lambda: len(lines) >= 2)
        assert _is_running(int((tmp_path / "web.pid").read_text().split()[0]))
    assert lines[0] == "web      | was killed by SIGKILL; starts again in 0.25 s"
    assert lines[1].startswith("web      | started again as process ")


def test_a_child_that_keeps_dying_waits_longer_each_time(tmp_path: Path) -> None:
    lines: list[str] = []
    with Supervisor(tmp_path, lines.append) as supervisor:
        supervisor.start(_shell("web", "exit 3", tmp_path))
        supervisor.run(until=lambda: sum("ended" in line for line in lines) == 3)
    waits = [line.rpartition(" in ")[2] for line in lines if "ended with code 3" in line]
    assert waits == ["0.25 s", "0.5 s", "1 s"]


def test_a_child_that_keeps_dying_is_never_left_alone_for_long(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(supervisor_module, "_FIRST_DELAY_S", 0.05)
    monkeypatch.setattr(supervisor_module, "_LONGEST_DELAY_S", 0.1)
    lines: list[str] = []
    with Supervisor(tmp_path, lines.append) as supervisor:
        supervisor.start(_shell("doomed", "exit 3", tmp_path))
        supervisor.run(lambda: sum("starts again" in line for line in lines) >= 4, patience_s=10)
    told = [line.rpartition(" starts again in ")[2] for line in lines if "starts again in" in line]
    assert told[:4] == ["0.05 s", "0.1 s", "0.1 s", "0.1 s"]


def test_what_started_last_stops_first(tmp_path: Path) -> None:
    order: list[str] = []
    say_goodbye = "trap 'echo bye; exit' TERM; echo ready; while :; do sleep 0.02; done"
    with Supervisor(tmp_path, order.append) as supervisor:
        supervisor.start(_shell("server", say_goodbye, tmp_path))
        supervisor.start(_shell("client", say_goodbye, tmp_path))
        supervisor.run(until=lambda: len(order) == 2)
    assert order[2:] == ["client   | bye", "server   | bye"]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_group_leaves_no_process(supervised, sent: signal.Signals) -> None:
    process, folder = supervised
    child = _child_pid(folder)
    os.killpg(process.pid, sent)
    output, _ = process.communicate(timeout=10)
    assert "stopped" in output
    assert not _is_running(child)
    assert list(folder.glob("*.pid")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_children_do_not_outlive_a_killed_supervisor(supervised) -> None:
    process, folder = supervised
    child = _child_pid(folder)
    process.kill()
    wait_until(lambda: not _is_running(child), patience_s=5)


def test_the_next_start_ends_what_an_earlier_run_left(tmp_path: Path) -> None:
    survivor = subprocess.Popen(["sleep", "60"], start_new_session=True)
    leftovers.record(tmp_path, "web", survivor.pid)
    assert leftovers.end_all(tmp_path) == ["web"]
    assert survivor.wait(5) == -signal.SIGTERM
    assert list(tmp_path.glob("*.pid")) == []


def test_a_number_that_now_belongs_to_somebody_else_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
    (tmp_path / "web.pid").write_text(f"{stranger.pid} {time.time() - 3600}")
    assert leftovers.end_all(tmp_path) == []
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_second_shop_on_the_same_data_is_told_of_the_first(tmp_path: Path) -> None:
    with only_one(tmp_path) as announce:
        announce("http://127.0.0.1:8123")
        where = rf"http://127.0.0.1:8123 \(process {os.getpid()}\)"
        with pytest.raises(AlreadyRunning, match=where), only_one(tmp_path):
            pass
    with only_one(tmp_path):
        pass
