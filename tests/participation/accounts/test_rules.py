"""What makes a password good enough."""

import pytest

from participation.accounts.rules import SHORTEST_PASSWORD, Weakness, weaknesses

ABOUT = ("Petra Musterfrau", "petra.musterfrau@elderow.example", "Bauamt", "Elderow")


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("kobold zebra ampel turm", []),
        ("R4VN-8KWT-2HQX-9ABC", []),
        ("vX8#kq2!mZ5", [Weakness.SHORT]),
        ("rathaus", [Weakness.SHORT, Weakness.GUESSABLE]),
        ("Passwort1234", [Weakness.GUESSABLE]),
        ("qwertzuiop123", [Weakness.GUESSABLE]),
        ("Elderow-Elderow", [Weakness.GUESSABLE]),
        ("Rathaus2024!!", [Weakness.GUESSABLE]),
        ("Musterfrau.Petra", [Weakness.GUESSABLE]),
        ("Sonne" * 20, [Weakness.GUESSABLE]),
        ("aaaaaaaaaaaaaaaa", [Weakness.GUESSABLE]),
    ],
)
def test_weaknesses_of_a_password(password, expected):
    assert weaknesses(password, ABOUT) == expected


def test_twelve_characters_are_long_enough():
    assert weaknesses("vX8#kq2!mZ5w"[:SHORTEST_PASSWORD], ABOUT) == []
