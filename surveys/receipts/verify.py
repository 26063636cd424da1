"""Prüft die öffentliche Liste dessen, was eine Umfrage gezählt hat. Eine Datei, Python ab 3.10, ohne Internet.

    python3 verify.py proof.json                          Ist die Kette der Einträge heil?
    python3 verify.py proof.json --receipts codes.txt     Stehen diese Belege darin? Ein Code je Zeile.
    python3 verify.py proof.json --answers answers.json   Sind es genau diese Antworten, alle und unverändert?
    python3 verify.py proof.json --english                Says it in English.

Checks the public list of what a survey counted. It ends with 0 where all is well, with 1 where something is not.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("OILU", "011V")
FIRST = "0" * 64
"""What the first entry holds in place of the hash of the one before."""

GERMAN = {
    "{} entries, {} answers.": "{} Einträge, {} Antworten.",
    "{} of {} receipts found.": "{} von {} Belegen gefunden.",
    "{} answers compared.": "{} Antworten verglichen.",
    "entry {} is missing": "Eintrag {} fehlt",
    "entry {} does not follow the one before": "Eintrag {} passt nicht zu dem davor: Etwas ist anders oder fehlt",
    "entry {} was changed after it was published": "Eintrag {} wurde nach der Veröffentlichung geändert",
    "counted, entry {} of {}": "gezählt, Eintrag {} vom {}",
    "counted, and deleted when its time was over, entry {}": "gezählt und nach Ablauf der Frist gelöscht, Eintrag {}",
    "gone ({}), entry {}": "weggefallen ({}), Eintrag {}",
    "receipt {} is not in the list": "Beleg {} steht nicht in der Liste",
    "answer {} is not in the list: it was changed or added": "Antwort {} steht nicht in der Liste: "
    "Sie wurde geändert oder hinzugefügt",
    "an answer of entry {} is missing or was changed": "Eine Antwort aus Eintrag {} fehlt oder wurde geändert",
    "NOT RIGHT: {}": "STIMMT NICHT: {}",
    "{} not right.": "{} Fehler.",
    "All is well.": "Alles in Ordnung.",
    "withdrawn": "zurückgezogen",
    "replaced": "durch eine neuere Antwort ersetzt",
    "erased": "mit dem Konto gelöscht",
}
words: dict[str, str] = GERMAN


def say(sentence: str, *parts: object) -> str:
    """Return a sentence in the chosen language."""
    return words.get(sentence, sentence).format(*parts)


def canonical(value: Any) -> bytes:
    """Return a JSON value as bytes that are the same everywhere."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def receipt_mark(code: str) -> str:
    """Return the mark under which a receipt stands in the list, however its code is typed."""
    meant = "".join(c for c in code.upper().translate(LOOKALIKES) if c in ALPHABET)
    return hashlib.sha256(b"stadtfaden receipt " + meant.encode()).hexdigest()


def commitment(salt: str, channel: str, values: Any) -> str:
    """Return the mark under which an answer stands in the list; its salt keeps others from guessing."""
    content = canonical({"channel": channel, "values": values})
    return hashlib.sha256(b"stadtfaden answer " + salt.encode() + b" " + content).hexdigest()


def entry_hash(survey: str, entry: dict[str, Any]) -> str:
    """Return the hash of an entry: over all it says, and over the hash of the one before."""
    said = {name: value for name, value in entry.items() if name != "hash"}
    return hashlib.sha256(canonical({"survey": survey, **said})).hexdigest()


def chain_faults(listed: dict[str, Any]) -> list[str]:
    """Return what is wrong with the chain; nothing where it is whole."""
    faults: list[str] = []
    before = FIRST
    for number, entry in enumerate(listed["entries"], 1):
        if entry["number"] != number:
            return [*faults, say("entry {} is missing", number)]
        if entry["previous"] != before:
            faults.append(say("entry {} does not follow the one before", number))
        if entry_hash(listed["survey"], entry) != entry["hash"]:
            faults.append(say("entry {} was changed after it was published", number))
        before = entry["hash"]
    return faults


def receipts_in(listed: dict[str, Any]) -> dict[str, str]:
    """Return what the list says of each receipt, by its mark."""
    found: dict[str, str] = {}
    for entry in listed["entries"]:
        number = entry["number"]
        found |= {mark: say("counted, entry {} of {}", number, entry["day"]) for mark in entry["receipts"]}
        for gone in entry["gone"]:
            if gone["what"] == "all":
                over = say("counted, and deleted when its time was over, entry {}", number)
                found = dict.fromkeys(found, over)
            elif gone["what"] == "receipt":
                found[gone["mark"]] = say("gone ({}), entry {}", say(gone["reason"]), number)
    return found


def answer_faults(listed: dict[str, Any], answers: list[dict[str, Any]]) -> list[str]:
    """Return what differs between the list and the answers themselves, by the key of the answer or the entry."""
    expected: Counter[str] = Counter()
    where: dict[str, int] = {}
    for entry in listed["entries"]:
        expected.update(entry["answers"])
        where |= dict.fromkeys(entry["answers"], entry["number"])
        for gone in entry["gone"]:
            if gone["what"] == "all":
                expected.clear()
            elif gone["what"] == "answer":
                expected[gone["mark"]] -= 1
    faults = []
    for answer in answers:
        mark = commitment(answer["salt"], answer["channel"], answer["values"])
        if expected[mark] < 1:
            faults.append(say("answer {} is not in the list: it was changed or added", answer["key"]))
        expected[mark] -= 1
    left = (+expected).elements()
    return faults + [say("an answer of entry {} is missing or was changed", where[mark]) for mark in left]


def main(arguments: list[str] | None = None) -> int:
    """Read the files, say what was found, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", help="proof.json")
    parser.add_argument("--receipts", help="codes.txt")
    parser.add_argument("--answers", help="answers.json")
    parser.add_argument("--english", action="store_true")
    given = parser.parse_args(arguments)
    if given.english:
        words.clear()
    listed = _read(given.list)
    faults = chain_faults(listed)
    _tell(say("{} entries, {} answers.", len(listed["entries"]), sum(len(one["answers"]) for one in listed["entries"])))
    if given.receipts:
        faults += _check_receipts(listed, given.receipts)
    if given.answers:
        answers = _read(given.answers)
        faults += answer_faults(listed, answers)
        _tell(say("{} answers compared.", len(answers)))
    for fault in faults:
        _tell(say("NOT RIGHT: {}", fault))
    _tell(say("{} not right.", len(faults)) if faults else say("All is well."))
    return 1 if faults else 0


def _check_receipts(listed: dict[str, Any], path: str) -> list[str]:
    known, codes = receipts_in(listed), Path(path).read_text("utf-8").split()
    found = {code: known.get(receipt_mark(code)) for code in codes}
    _tell(say("{} of {} receipts found.", sum(map(bool, found.values())), len(found)))
    for code, said in found.items():
        if said:
            _tell(f"{code}: {said}")
    return [say("receipt {} is not in the list", code) for code, said in found.items() if not said]


def _read(path: str) -> Any:
    return json.loads(Path(path).read_text("utf-8"))


def _tell(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
