"""The validator of HTML, to which test_accessibility shows every page, finds mistakes."""

from pathlib import Path

from tests.journeys.markup import mistakes_in


def test_a_mistake_is_found(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text('<!DOCTYPE html>\n<html lang="de"><head><title>x</title></head><p><div></div>')
    assert mistakes_in(tmp_path)
