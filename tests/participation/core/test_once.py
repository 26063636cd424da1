from participation.core import once
from participation.core.database import db


def test_a_once_key_is_spent_once(plumbing) -> None:
    assert once.first_arrival("a key")
    assert not once.first_arrival("a key")
    assert once.is_spent("a key")


def test_a_key_whose_transaction_is_rolled_back_can_be_spent_again(plumbing) -> None:
    once.first_arrival("a key")
    db.session.rollback()
    assert once.first_arrival("a key")


def test_of_ten_arrivals_at_the_same_moment_one_is_the_first(plumbing, at_once) -> None:
    assert at_once(10, lambda _: once.first_arrival("a key")).count(True) == 1
