"""The check that every template is rendered by some test can fail."""

from tests.rendered import SEEN, never_rendered


def test_a_template_that_nobody_renders_would_be_found(app) -> None:
    assert "base.html" in never_rendered(set())
    assert "base.html" not in never_rendered(SEEN | {"base.html"})
