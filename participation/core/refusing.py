"""What the server refuses before the house hears of it (a malformed request) gets the headers of our pages, too."""

from collections.abc import Sequence

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask


def let_refusals_have(headers: Sequence[tuple[str, str]]) -> None:
    """Have the server put these headers on whatever it answers by itself, from now on and in all of this process."""

    class Refusal(ErrorTask):
        """An answer of the server's own."""

        def execute(self) -> None:
            """Answer with the headers before the server's own."""
            self.response_headers = [*self.response_headers, *headers]
            super().execute()

    HTTPChannel.error_task_class = Refusal
