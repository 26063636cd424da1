"""What the server answers by itself, before any page is asked: looked at through a real socket."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from waitress.channel import HTTPChannel

from participation.core import cli


@pytest.fixture
def port(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a served town without a worker."""
    for name in ("error_task_class", "parser_class"):
        monkeypatch.setattr(HTTPChannel, name, getattr(HTTPChannel, name))
    server: Any = cli.listen(app, "127.0.0.1", 0, threads=1)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield server.effective_port
    server.trigger.pull_trigger(server.close)
    serving.join(10)


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET / HTTP/1.1\r\nno header at all\r\n\r\n", "400"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: strange\r\n\r\n", "501"),
        (b"POST / HTTP/1.1\r\nContent-Length: much\r\n\r\n", "400"),
    ],
)
def test_a_malformed_request_is_told_what_to_do_under_the_headers_of_our_pages(
    app: Flask, port: int, request_line: bytes, status: str
) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request_line)
        head, _, body = b"".join(iter(lambda: line.recv(65536), b"")).decode().partition("\r\n\r\n")
    first, *headers = head.split("\r\n")
    assert first.split()[1] == status
    assert set(app.extensions["security_headers"]) <= {tuple(one.split(": ", 1)) for one in headers}
    assert "Content-Type: text/plain; charset=utf-8" in headers
    assert not any(one.startswith("Server:") for one in headers)
    assert body.splitlines() == [
        "Der Server konnte diese Anfrage nicht lesen. Bitte gehen Sie zurück und öffnen Sie die Seite noch einmal.",
        "The server could not read this request. Please go back and open the page once more.",
    ]


@pytest.mark.parametrize(
    ("request_line", "body", "first"),
    [
        (b"GET /status HTTP/1.1\r\nHost: localhost\r\n", b"", b"HTTP/1.1 200"),
        (b"POST /status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n", b"a=b", b"HTTP/1.1 100"),
    ],
)
def test_only_who_has_a_body_is_asked_to_go_on(port: int, request_line: bytes, body: bytes, first: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request_line + b"Expect: 100-continue\r\nConnection: close\r\n\r\n")
        begins = line.recv(len(first))
        line.sendall(body)
        rest = b"".join(iter(lambda: line.recv(65536), b""))
    assert begins == first
    assert b"Content-Security-Policy" in rest
