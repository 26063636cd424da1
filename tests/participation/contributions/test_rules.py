"""What of an answer repeats somebody's text."""

import pytest

from participation.contributions.rules import without_quotes

TEXT = "Bitte eine Bank am See, denn meine Oma kann nicht lange stehen."


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Danke. Sie kommt im Herbst.", "Danke. Sie kommt im Herbst."),
        ("Zu „eine Bank am See“: ja.", "Zu „[…]“: ja."),
        ("Zu „EINE BANK, am See!“: ja.", "Zu „[…]!“: ja."),
        ("Eine Bank am Markt steht schon.", "Eine Bank am Markt steht schon."),
        (f"Sie schreiben: {TEXT} Danke.", "Sie schreiben: […]. Danke."),
        ("bitte eine bank am und meine Oma kann nicht lange", "[…] und […]"),
        ("Liebe Mia, Miami ist weit.", "Liebe […], Miami ist weit."),
        ("", ""),
    ],
)
def test_an_answer_without_what_it_quotes(answer: str, expected: str) -> None:
    assert without_quotes(answer, [TEXT, "Kurz"], ["Mia", " "], "[…]") == expected


def test_a_name_that_looks_like_a_pattern_is_a_name() -> None:
    assert without_quotes("Von M.(X) und MaXX)", [], ["M.(X)"], r"\1") == r"Von \1 und MaXX)"
