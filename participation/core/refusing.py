"""What the server refuses before the house hears of it (a malformed request): a sentence, and our headers."""

from collections.abc import Sequence
from typing import Any

from waitress.channel import HTTPChannel
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
