"""Requests that no browser sends; few here, ten thousand by `make proof`."""

import pytest

from tests.reliability import malformed, malformed_surveys
from tests.reliability.malformed import Strange
from tests.reliability.server import House

COUNT = 156


@pytest.mark.slow
def test_malformed_requests_are_answered_soon_and_kindly(real_house: House) -> None:
    # Here the machine is shared with other tests; `make proof` holds the two seconds.
    assert malformed.complaints(real_house, COUNT, patience=8) == []


@pytest.mark.slow
def test_malformed_answers_to_a_survey_are_answered_soon_and_kindly(real_house: House) -> None:
    assert malformed.complaints(real_house, COUNT, patience=8, made=malformed_surveys.answers) == []


def test_a_stack_trace_an_error_and_a_missing_answer_would_be_noticed() -> None:
    request = Strange("a test", b"")
    assert malformed.complaint(request, b"HTTP/1.1 200 OK\r\n\r\nTraceback (most recent", 200, 0.1)
    assert malformed.complaint(request, b"HTTP/1.1 500 Oh\r\n\r\n", 500, 0.1) == "status 500"
    assert malformed.complaint(request, b"", 0, 0.1).startswith("no answer")
    right = b"HTTP/1.1 400 Bad\r\n" + malformed.HEADER + b"\r\n\r\n"
    assert malformed.complaint(request, right, 200, 2.5) == "took 2.5 s"
    assert malformed.complaint(request, b"HTTP/1.1 400 Bad\r\n\r\n", 400, 0.1) == "lacks the headers of security"
    assert malformed.complaint(request, right, 400, 0.1) == ""
