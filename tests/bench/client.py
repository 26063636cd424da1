"""Plays people with browsers against a server: pages opened, forms found in the page and sent, times taken."""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count

import aiohttp
import psutil

from tests.reliability.server import HOST, form_fields


@dataclass(frozen=True, slots=True)
class Scenario:
    """What one person does until it is done: open a page and, where values are given, send its form with them.

    Attributes:
        forms: how many forms are sent, each on the page that the one before leads to.
        thinking_s: how long a person reads and fills in each form, give or take a half; it counts for no waiting.
    """

    name: str
    path: str
    expect: str
    values: Mapping[str, str] = field(default_factory=dict)
    forms: int = 1
    thinking_s: float = 0

    def pause(self) -> float:
        """Return how long somebody thinks this time, in seconds."""
        return self.thinking_s * random.uniform(0.5, 1.5)


@dataclass
class Taken:
    """What one stretch of load cost."""

    seconds: float = 0
    cpu_s: float = 0
    done: list[float] = field(default_factory=list)
    wire_bytes: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Taken") -> None:
        """Join another stretch of the same load."""
        self.seconds += other.seconds
        self.cpu_s += other.cpu_s
        self.done += other.done
        self.wire_bytes += other.wire_bytes
        self.errors += other.errors

    @property
    def per_second(self) -> float:
        """How many were done in a second."""
        return len(self.done) / self.seconds if self.seconds else 0

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of the server's processor for each that was done."""
        return self.cpu_s * 1000 / max(1, len(self.done))

    @property
    def bytes(self) -> float:
        """Bytes of bodies over the wire for each that was done."""
        return self.wire_bytes / max(1, len(self.done))

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share was done."""
        ordered = sorted(self.done)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0


_visitors = count()


def load(port: int, pid: int, scenario: Scenario, people: int, seconds: float) -> Taken:
    """Let so many people do the same again and again for some seconds."""
    process = psutil.Process(pid)
    before = process.cpu_times()
    taken = asyncio.run(_load(port, scenario, people, seconds))
    after = process.cpu_times()
    taken.cpu_s = after.user + after.system - before.user - before.system
    return taken


async def _load(port: int, scenario: Scenario, people: int, seconds: float) -> Taken:
    taken = Taken()
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=30)
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=timeout) as http:
        begun = time.perf_counter()
        end = begun + seconds
        await asyncio.gather(*(_person(http, port, scenario, taken, end) for _ in range(people)))
        taken.seconds = time.perf_counter() - begun
    return taken


async def _person(http: aiohttp.ClientSession, port: int, scenario: Scenario, taken: Taken, end: float) -> None:
    await asyncio.sleep(scenario.pause())
    while time.perf_counter() < end:
        begun, pauses = time.perf_counter(), list[float]()
        try:
            complaint = await _once(http, f"http://127.0.0.1:{port}{scenario.path}", scenario, taken, pauses)
        except (aiohttp.ClientError, TimeoutError) as error:
            complaint = type(error).__name__
        if complaint:
            taken.errors.append(complaint)
            await asyncio.sleep(0.05)
        else:
            taken.done.append(time.perf_counter() - begun - sum(pauses))


async def _once(http: aiohttp.ClientSession, url: str, scenario: Scenario, taken: Taken, pauses: list[float]) -> str:
    """Do it once; return what went wrong, and note how long the person thought."""
    headers = _headers()
    for number in range(scenario.forms):
        async with http.get(url, headers=headers) as answer:
            text = await _read(answer, taken)
            cookies = "; ".join(f"{name}={morsel.coded_value}" for name, morsel in _cookies(answer).items())
        if answer.status != 200 or (number == 0 and scenario.expect not in text):
            return f"page: {answer.status}"
        if not scenario.values:
            return ""
        headers |= {"Cookie": cookies} if cookies else {}
        form = form_fields(text)
        is_whole = scenario.forms == 1
        form |= {name: value for name, value in scenario.values.items() if is_whole or name in form}
        thinks = time.perf_counter()
        await asyncio.sleep(scenario.pause())
        pauses.append(time.perf_counter() - thinks)
        async with http.post(url, data=form, headers=headers, allow_redirects=False) as answer:
            await _read(answer, taken)
        if answer.status != 303:
            return f"sent: {answer.status}"
        headers |= {"Cookie": "; ".join(f"{name}={one.coded_value}" for name, one in _cookies(answer).items())}
        url = _place(url) + answer.headers["Location"].removeprefix(f"https://{HOST}")
    return ""


def _place(url: str) -> str:
    """Return scheme, host and port of an address."""
    return "/".join(url.split("/", 3)[:3])


def _headers() -> dict[str, str]:
    """Return what a proxy would say of a visitor with an address of their own."""
    number = next(_visitors)
    return {
        "Host": HOST,
        "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": HOST,
        "Accept-Encoding": "gzip",
    }


async def _read(answer: aiohttp.ClientResponse, taken: Taken) -> str:
    body = await answer.read()
    taken.wire_bytes += int(answer.headers.get("Content-Length") or len(body))
    return body.decode("utf-8", "replace")


def _cookies(answer: aiohttp.ClientResponse) -> SimpleCookie:
    return SimpleCookie("; ".join(answer.headers.getall("Set-Cookie", [])))
