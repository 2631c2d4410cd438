import os
import signal
from collections.abc import Iterator

import pytest

from deploy.local.terminal import STOP_SIGNALS, StopRequested, stopping_on_request, undisturbed


@pytest.fixture(autouse=True)
def _handlers_as_they_were() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", STOP_SIGNALS)
def test_signal_ends_the_story(number: signal.Signals):
    with pytest.raises(StopRequested) as caught, stopping_on_request():
        os.kill(os.getpid(), number)

    assert caught.value.number == number


def test_cleaning_up_is_not_disturbed_by_a_second_signal():
    steps = []

    def story() -> None:
        with stopping_on_request():
            try:
                os.kill(os.getpid(), signal.SIGINT)
            finally:
                os.kill(os.getpid(), signal.SIGINT)
                steps.append("cleaned up")

    with pytest.raises(StopRequested):
        story()

    assert steps == ["cleaned up"]


def test_signal_waits_for_what_may_not_be_cut_in_two():
    steps = []

    def story() -> None:
        with stopping_on_request():
            with undisturbed():
                with undisturbed():
                    os.kill(os.getpid(), signal.SIGTERM)
                steps.append("whole")
            steps.append("never reached")

    with pytest.raises(StopRequested) as caught:
        story()

    assert steps == ["whole"]
    assert caught.value.number == signal.SIGTERM


def test_nohup_is_respected():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    with stopping_on_request():
        os.kill(os.getpid(), signal.SIGHUP)
