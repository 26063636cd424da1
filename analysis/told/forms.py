"""Forms of what is told: release it, or take it back."""

from participation.web.forms import Form


class ReleaseForm(Form):
    """A deed without a word: let everybody read the topics, or nobody any more."""
