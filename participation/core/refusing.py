"""What the server does with odd requests before the house hears of them.

A malformed one gets a sentence under our headers. One that has no body, but asks whether it may send it, is answered
at once: the server would wait for that body for ever.
"""

from collections.abc import Sequence
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask


def let_refusals_have(headers: Sequence[tuple[str, str]], sentence: str) -> None:
    """Have the server say this with these headers whenever it answers by itself, from now on in all of this process."""
    body = f"{sentence}\n".encode()

    class Refusal(ErrorTask):
        """An answer of the server's own."""

        def execute(self) -> None:
            """Answer with the server's status, our headers and our sentence."""
            refused: Any = self.request  # the stubs take it for its error
            self.status, own, _ = refused.error.to_response()
            self.response_headers = [*self.response_headers, *headers, *own]
            self.content_length = len(body)
            self.set_close_on_finish()
            self.write(body)

    HTTPChannel.error_task_class = Refusal


class Parser(HTTPRequestParser):
    """The server's reader of requests, which asks nobody to go on who has nothing to send (RFC 9110, 10.1.1)."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request."""
        super().parse_header(header_plus)
        self.expect_continue = self.expect_continue and self.body_rcv is not None


def answer_who_has_no_body() -> None:
    """Have the server read requests so, from now on in all of this process."""
    HTTPChannel.parser_class = Parser
