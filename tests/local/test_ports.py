import errno
import os
import socket

import pytest

from deploy.local import ports
from deploy.local.failures import LaunchError


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen(1)
        yield listener.getsockname()[1]


def test_free_port_can_be_used():
    ports.require_free(ports.free_port())


def test_taken_port_is_named_with_its_holder_and_another(taken_port: int):
    with pytest.raises(LaunchError) as caught:
        ports.require_free(taken_port)

    assert f"Port {taken_port} is in use by process {os.getpid()} (" in caught.value.sentence
    other = int(caught.value.advice.partition("PORT=")[2].partition(" ")[0])
    assert not ports.problem_with(other)


def test_taken_port_is_named_when_its_holder_is_not_ours_to_know(taken_port: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ports, "open_files", lambda process: set())

    with pytest.raises(LaunchError, match=rf"^Port {taken_port} is in use\.\n"):
        ports.require_free(taken_port)


def test_port_of_root_is_explained(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ports, "problem_with", lambda port: errno.EACCES if port == 80 else 0)

    with pytest.raises(LaunchError, match="Port 80 cannot be used: Permission denied"):
        ports.require_free(80)


def test_next_free_stays_within_the_range():
    assert 1 <= ports.next_free(65535) <= 65535
