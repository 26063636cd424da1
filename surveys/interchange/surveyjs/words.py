"""The texts of a SurveyJS survey in our languages: plain, or an object with one text for each language."""

from collections.abc import Iterator, Mapping
from typing import Any

from participation.core.database import Texts
from surveys.interchange import words
from surveys.interchange.report import LossReport

DEFAULT = "default"
SHOWN = frozenset({"title", "description", "text", "html", "minRateDescription", "maxRateDescription"})


class Speaker(words.Texter):
    """Turns texts of the file into ours; knows the language of those that do not name theirs."""

    def __init__(self, data: Mapping[str, Any], report: LossReport) -> None:
        super().__init__(report)
        named = words.code(str(data.get("locale") or ""))
        self.default = named if named in words.OURS else words.guess(list(_unnamed(data)))

    def texts(self, value: object) -> Texts:
        """Return a text in our languages, without HTML."""
        if not isinstance(value, Mapping):
            text = self.plain(value)
            return Texts({self.default: text}) if text else Texts()
        found = Texts()
        for name, said in value.items():
            code = self.default if name == DEFAULT else words.code(str(name))
            text = self.plain(said or "")
            if code not in words.OURS:
                self.foreign[str(name)] += bool(text)
            elif text:
                found.setdefault(code, text)
        return found


def _unnamed(node: object) -> Iterator[str]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, Mapping):
            for name, value in one.items():
                said = value.get(DEFAULT) if isinstance(value, Mapping) else value
                if name in SHOWN and isinstance(said, str):
                    yield said
                elif isinstance(value, list | Mapping):
                    waiting.append(value)
