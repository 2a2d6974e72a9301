"""A short run of the simulator: half a minute of faults, and nothing is lost or doubled."""

import logging

import pytest

from tests.faults.simulator import printing, running
from tests.faults.simulator.points import Coverage
from tests.faults.simulator.running import simulate
from tests.faults.simulator.scenario import open_shop, play

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _quiet():
    """Every fault is logged by the shop, as it should; here that is thousands of lines."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_no_fault_at_any_point_breaks_an_invariant(monkeypatch):
    monkeypatch.setattr(running, "_DIRECTED_ROUNDS", 0)
    report = simulate(range(1, 23))
    assert not report.failures, printing.in_words(report)
    assert sum(report.faults.values()) > 200
    assert len(report.coverage.reached) >= 40


def test_a_seed_is_the_same_scenario_every_time():
    first, second = (play(5, open_shop(), Coverage()) for _ in range(2))
    assert first.injected == second.injected
    assert first.injected


def test_a_failure_is_shown_with_the_fewest_faults_that_bring_it_about(monkeypatch):
    """A shop that undoes only what it wrote down leaves money behind when it is called off after a crash."""
    from domains.order import saga, steps

    real = steps.give_money_back
    forgetful = [
        saga.Step(step.begins, step.act, step.ends, (lambda run: None) if step.undo is real else step.undo)
        for step in saga.STEPS
    ]
    monkeypatch.setattr(saga, "STEPS", tuple(forgetful))
    monkeypatch.setattr(running, "_DIRECTED_ROUNDS", 0)
    report = simulate(range(1, 60), patience=1)
    (failure,) = report.failures
    assert failure.wrong
    assert len(failure.injected) <= 2
    assert f"--seed {failure.seed}" in printing.in_words(report)
