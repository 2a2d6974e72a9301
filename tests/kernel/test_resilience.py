"""A neighbour that stumbles is asked again; one that is down is left alone for a while."""

import pytest

from domains.kernel import resilience
from domains.kernel.errors import Unavailable
from domains.kernel.ids import new_id


class Neighbour:
    """Fails as often as told, then answers."""

    def __init__(self, failures: int) -> None:
        self.failures, self.asked = failures, 0

    def __call__(self) -> str:
        self.asked += 1
        if self.asked <= self.failures:
            raise ConnectionRefusedError("nobody is at home")
        return "here I am"


def ask(neighbour: Neighbour, name: str, attempts: int = 3) -> str:
    return resilience.call(
        name, neighbour, retry_on=(ConnectionError,), attempts=attempts, longest_wait_s=0.01
    )


def test_a_stumble_is_not_noticed():
    neighbour = Neighbour(failures=2)
    assert ask(neighbour, str(new_id())) == "here I am"
    assert neighbour.asked == 3


def test_the_last_failure_is_the_answer_when_it_does_not_get_up():
    with pytest.raises(ConnectionRefusedError):
        ask(Neighbour(failures=9), str(new_id()))


def test_after_five_failures_in_a_row_nobody_asks_for_a_while():
    name, neighbour = str(new_id()), Neighbour(failures=99)
    for _ in range(5):
        with pytest.raises((ConnectionRefusedError, Unavailable)):
            ask(neighbour, name, attempts=1)
    asked = neighbour.asked
    with pytest.raises(Unavailable, match="not answering"):
        ask(neighbour, name)
    assert neighbour.asked == asked == 5


def test_one_neighbours_fall_is_not_anothers():
    down = str(new_id())
    for _ in range(6):
        with pytest.raises((ConnectionRefusedError, Unavailable)):
            ask(Neighbour(failures=99), down, attempts=1)
    assert ask(Neighbour(failures=0), str(new_id())) == "here I am"


def test_a_bug_is_not_asked_again():
    calls = []

    def broken() -> None:
        calls.append(1)
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        resilience.call(str(new_id()), broken, retry_on=(ConnectionError,))
    assert len(calls) == 1
