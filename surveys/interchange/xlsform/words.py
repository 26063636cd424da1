"""The texts of an XLSForm in our languages."""

from collections.abc import Iterator, Mapping
from typing import Any

from participation.core.database import Texts
from surveys.interchange import words
from surveys.interchange.report import LossReport

UNNAMED = "default"


class Speaker(words.Texter):
    """Turns labels into texts; knows the language of those that do not name theirs."""

    def __init__(self, form: Mapping[str, Any], report: LossReport) -> None:
        super().__init__(report)
        default = str(form.get("default_language") or UNNAMED)
        unnamed = list(_unnamed(form))
        named = words.code(default)
        self.default = named if default != UNNAMED and named in words.OURS else words.guess(unnamed)

    def texts(self, value: object) -> Texts:
        """Return a label in our languages, without HTML."""
        if isinstance(value, Mapping):
            found = Texts()
            for name, said in value.items():
                code = self.default if str(name) == UNNAMED else words.code(str(name))
                text = self.plain(said or "")
                if code not in words.OURS:
                    self.foreign[str(name)] += bool(text)
                elif text and text != "-":
                    found.setdefault(code, text)
            return found
        text = self.plain(value)
        return Texts({self.default: text}) if text else Texts()


def _unnamed(node: Mapping[str, Any]) -> Iterator[str]:
    for name in ("label", "hint"):
        if isinstance(node.get(name), str):
            yield node[name]
    for choice in node.get("choices") or () if isinstance(node.get("choices"), list) else ():
        if isinstance(choice.get("label"), str):
            yield choice["label"]
    for child in node.get("children") or ():
        yield from _unnamed(child)
