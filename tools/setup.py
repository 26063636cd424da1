"""Make the checkout ready: Python packages, browser assets, translations. Cheap when all is ready.

Usage: python3 tools/setup.py [run | test]

It runs on the standard library alone, because nothing else is there yet, and starts even on an old Python,
so that it can say kindly what is missing.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Union

    Command = tuple[Union[str, Path], ...]

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
CACHE = ROOT / ".cache"
TRANSLATIONS = ROOT / "translations"


def main() -> None:
    """Bring everything up to date that is not."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "test"
    os.chdir(ROOT)
    CACHE.mkdir(exist_ok=True)
    with one_at_a_time():
        install(kind)
        build_assets()
        compile_translations()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second set-up of the same checkout wait for the first."""
    with (CACHE / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# Python packages


def install(kind: str) -> None:
    """Give .venv exactly what the lock files name, if it does not have that already."""
    stamp = VENV / "stadtfaden.json"
    installed = read_json(stamp)
    # Who has run the tests keeps their tools when starting the site: dev.txt contains all of run.txt.
    kind = "test" if "test" in (kind, installed.get("kind")) else "run"
    locks = [LOCKS / ("dev.txt" if kind == "test" else "run.txt")]
    if not (shutil.which("node") and shutil.which("npm")):
        locks.append(LOCKS / "node.txt")
    # The place is part of it, because the scripts in .venv/bin name it: a moved checkout is set up anew.
    wanted = {"kind": kind, "locks": digest(locks), "place": str(VENV)}
    if PYTHON.exists() and installed == wanted:
        return
    if not PYTHON.exists() or installed.get("place", str(VENV)) != str(VENV):
        make_environment()
    say("Installing the Python packages")
    stamp.unlink(missing_ok=True)
    if not install_with_uv(locks):
        say("uv could not do it here, so pip does: slower, with the same hashes")
        run(PYTHON, "-m", "pip", "install", *PIP, *requirements(locks))
    stamp.write_text(json.dumps(wanted))


PIP = ("-qq", "--disable-pip-version-check", "--require-hashes")


def make_environment() -> None:
    """Create .venv with the standard library's own tool."""
    base = suitable_python()
    say(f"Creating .venv with {base}")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([base, "-m", "venv", str(VENV)], check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        give_up(
            "Python could not create a virtual environment: its modules venv and ensurepip are needed. "
            "On Debian and Ubuntu they come with the package python3-venv."
        )


def suitable_python() -> str:
    """Find a Python that is new enough: the one that runs this, else another on the path."""
    if sys.version_info >= OLDEST:
        return str(getattr(sys, "_base_executable", sys.executable))
    newer = filter(None, (shutil.which(f"python3.{minor}") for minor in range(19, OLDEST[1] - 1, -1)))
    found = next(newer, None)
    return found or give_up("Stadtfaden needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info))


def install_with_uv(locks: list[Path]) -> bool:
    """Install by uv, which is several times faster than pip; say whether that went well."""
    uv = VENV / "bin" / "uv"
    fetch: Command = ("-m", "pip", "install", *PIP, "--only-binary=:all:", *requirements([LOCKS / "uv.txt"]))
    if not uv.exists() and not succeeds(PYTHON, *fetch):
        return False
    sync: Command = ("pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", *locks)
    return succeeds(uv, *sync, environment={**what_pip_was_told(), **os.environ})


def what_pip_was_told() -> dict[str, str]:
    """Tell uv, which does not read pip's configuration, which index and certificates this machine uses."""
    listing = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    told: dict[str, str] = {}
    for line in listing.splitlines():
        key, _, value = line.partition("=")
        if name := names.get(key.rpartition(".")[2]):
            told[name] = value.strip("'\"")
    return told


def requirements(locks: Iterable[Path]) -> list[str]:
    """Name lock files the way pip wants them."""
    return [f"--requirement={lock}" for lock in locks]


# Browser assets and translations


def build_assets() -> None:
    """Build style sheets, scripts and fonts; the builder itself sees when nothing has changed."""
    run(PYTHON, ROOT / "tools" / "assets.py")


def compile_translations() -> None:
    """Compile the catalogues that changed since the last time."""
    catalogues = TRANSLATIONS.glob("*/LC_MESSAGES/*.po")
    if any(is_newer(source, source.with_suffix(".mo")) for source in catalogues):
        run(VENV / "bin" / "pybabel", "--quiet", "compile", "--directory", TRANSLATIONS)


# Small helpers


def digest(files: Iterable[Path]) -> str:
    """Return one hash over the contents of some files."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def is_newer(source: Path, product: Path) -> bool:
    """Say whether the product is missing or older than its source."""
    return not product.exists() or product.stat().st_mtime_ns < source.stat().st_mtime_ns


def read_json(file: Path) -> dict[str, str]:
    """Read a stamp; none is an empty one."""
    return dict(json.loads(file.read_text())) if file.exists() else {}


def succeeds(*command: str | Path, environment: dict[str, str] | None = None) -> bool:
    """Run a command and say whether it went well."""
    return subprocess.run([str(part) for part in command], env=environment, check=False).returncode == 0


def run(*command: str | Path) -> None:
    """Run a command that must go well."""
    if not succeeds(*command):
        give_up(f"This step failed: {' '.join(str(part) for part in command[:4])} …")


def say(sentence: str) -> None:
    """Tell the person who waits what is going on."""
    print(f"· {sentence}", flush=True)


def give_up(sentence: str) -> NoReturn:
    """End with a sentence instead of a traceback."""
    raise SystemExit(f"\n{sentence}\n")


if __name__ == "__main__":
    main()
