"""The one form base: token, once-key and fields that come back filled.

Every form carries a signed, expiring token; inside it travels the once-key. No cookie and no session is needed, so
anonymous pages stay without one. For signed-in people the token is bound to their session, which stops forgery; for
everybody the browser's own statement of origin is checked. A refused form is shown again with all that was typed.
"""

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar

from flask import current_app, g, request
from flask_babel import get_translations, lazy_gettext
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField
from wtforms import Form as WTForm

from participation.core import limits, once
from participation.core.feature import Lazy

TOKEN_AGE_S = 3 * 60 * 60
LONGEST_BODY = 64 * 1024

UNSENT: MultiDict[str, str] = MultiDict()
"""What a form is given where the body of the request is that of another form on the same page."""


class _Meta(WTForm.Meta):
    """Uses the catalogue of the page's language for WTForms' own sentences."""

    def get_translations(self, form: WTForm) -> Any:
        """Return the catalogue of the page's language."""
        return get_translations()


class Form(WTForm):
    """Base of all forms.

    `purpose` separates the tokens of one form from those of another; it defaults to the class name.
    """

    Meta = _Meta
    purpose: ClassVar[str] = ""
    token = HiddenField()
    _key: str
    _status = 422
    _token_error: Lazy | None

    def __init__(self, formdata: MultiDict[str, str] | None = None, **values: Any) -> None:
        """Fill the form from a POST request's body, else from the values given; `UNSENT` keeps away from the body."""
        if formdata is UNSENT:
            formdata = None
        elif formdata is None and request.method == "POST":
            formdata = request.form
        super().__init__(formdata=formdata, **values)
        if formdata is None:
            self._key, self._token_error = _fresh_key(), None
            self._issue_token()
        else:  # an empty body, too, has to bring a token
            self._key, self._token_error = self._open_token(self.token.data or "")

    @property
    def once_key(self) -> str:
        """The key that makes this sending one, however often it arrives."""
        return self._key

    def validate_on_submit(self) -> bool:
        """Return whether the form was sent and holds; otherwise it is ready to be shown again, filled."""
        return request.method == "POST" and self.validate()

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check fields, token and origin."""
        is_good = bool(super().validate(extra_validators))
        if self._token_error and once.is_spent(self._key):
            self._token_error = None  # it did arrive before it grew old: lead to the same page
        complaint = self._token_error or _foreign_origin()
        if complaint:
            self.form_errors.append(complaint)
        if not is_good or complaint:
            self._issue_token()
        return is_good and not complaint

    def is_within(self, name: str, limit: int, per_seconds: int) -> bool:
        """Return whether this sender has not sent more than `limit` in so many seconds; otherwise refuse, filled."""
        try:
            limits.hit(name, limits.address(), limit=limit, per_seconds=per_seconds)
        except limits.TooMany:
            self.form_errors.append(TOO_OFTEN)
            self._issue_token()
            self._status = 429
            return False
        return True

    def renew(self) -> None:
        """Give the form a fresh token with the same once-key, where a page shows it again without having used it."""
        self._issue_token()

    @property
    def status(self) -> int:
        """The HTTP status with which the page that shows this form is answered."""
        return self._status if self.errors else 200

    def _issue_token(self) -> None:
        self.token.data = self._serializer().dumps(self._key)

    def _serializer(self) -> URLSafeTimedSerializer:
        settings = current_app.extensions["settings"]
        purpose = self.purpose or type(self).__name__
        return URLSafeTimedSerializer(settings.secret_key, salt=f"form:{purpose}:{g.get('session_mark', '')}")

    def _open_token(self, token: str) -> tuple[str, Lazy | None]:
        """Return the once-key in the token and what is wrong with the token; an expired one keeps its key."""
        try:
            key = self._serializer().loads(token, max_age=TOKEN_AGE_S)
        except SignatureExpired as expired:
            return str(self._serializer().load_payload(expired.payload or b"")), OLD
        except BadSignature:
            return _fresh_key(), INVALID
        return str(key), None


TOO_OFTEN = lazy_gettext(
    "Very many came from your connection in a short time. Please wait ten minutes and send it once more; "
    "what you wrote is still here."
)
OLD = lazy_gettext("This page was open for a long time. Please send it once more; what you wrote is still here.")
INVALID = lazy_gettext(
    "We could not be sure that this came from our page. Please send it once more; what you wrote is still here."
)


def _fresh_key() -> str:
    return secrets.token_urlsafe(18)


def _foreign_origin() -> Lazy | None:
    """Return a complaint where the browser says that another site sent this form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return None if site in {"same-origin", "none"} else INVALID
    origin = request.headers.get("Origin")
    return None if origin is None or origin == request.host_url.rstrip("/") else INVALID


def without_blanks(value: str | None) -> str | None:
    """Filter for text fields: drop surrounding blanks and the control characters no keyboard makes."""
    if value is None:
        return None
    return "".join(c for c in value if c in "\n\t" or c.isprintable() or c == "\u00ad").strip()


def fields_of(form: Form) -> list[Field]:
    """Return the fields a person fills, in order; the token is not one of them."""
    return [field for field in form if not isinstance(field, HiddenField)]
