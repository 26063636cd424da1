"""What accounts call things, in words a person reads."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from participation.accounts.models import Standing
from participation.core.feature import Lazy
from participation.core.vocabulary import Language, Role, Sector

ROLES: dict[Role, Lazy] = {
    Role.GUEST: lazy_gettext("Guest"),
    Role.CITIZEN: lazy_gettext("Citizen"),
    Role.PARTNER: lazy_gettext("Partner"),
    Role.MODERATOR: lazy_gettext("Moderation"),
    Role.PLANNER: lazy_gettext("Planning"),
    Role.LEAD: lazy_gettext("Project lead"),
    Role.ADMINISTRATOR: lazy_gettext("Administration"),
}
SECTORS: dict[Sector, Lazy] = {
    Sector.CITIZENS: lazy_gettext("People who live here"),
    Sector.POLITICS: lazy_gettext("Politics"),
    Sector.BUSINESS: lazy_gettext("Business"),
    Sector.SCIENCE: lazy_gettext("Science and education"),
    Sector.CIVIL_SOCIETY: lazy_gettext("Clubs and associations"),
    Sector.ADMINISTRATION: lazy_gettext("Offices and public services"),
}
STANDINGS: dict[Standing, Lazy] = {
    Standing.INVITED: lazy_gettext("Invited, no answer yet"),
    Standing.REGISTERED: lazy_gettext("Waits to be confirmed by the town"),
    Standing.CONFIRMED: lazy_gettext("Confirmed"),
}
#: Signs of threads for where an organisation stands.
STANDING_SIGNS = {Standing.INVITED: "next", Standing.REGISTERED: "now", Standing.CONFIRMED: "done"}

LANGUAGES: dict[Language, Lazy] = {
    Language.DE: lazy_gettext("German"),
    Language.EN: lazy_gettext("English"),
    Language.LS: lazy_gettext("Easy language"),
}

#: Words for the codes that stand under these names in a person's own data.
CODES: dict[str, Mapping[Any, Lazy]] = {
    "wants_news": {True: lazy_gettext("wanted"), False: lazy_gettext("not wanted")},
    "role": ROLES,
    "sector": SECTORS,
    "standing": STANDINGS,
    "language": LANGUAGES,
    "visibility": {
        "waiting": lazy_gettext("Waits to be read"),
        "public": lazy_gettext("Public"),
        "asked": lazy_gettext("Waits for the author"),
        "rejected": lazy_gettext("Not published"),
        "hidden": lazy_gettext("Hidden by the moderators"),
        "merged": lazy_gettext("Merged with another contribution"),
        "covered": lazy_gettext("Not to be seen with what it stands under"),
    },
    "counted_by": {
        "open": lazy_gettext("each press"),
        "browser": lazy_gettext("once per browser"),
        "code": lazy_gettext("once per code"),
        "mail": lazy_gettext("once per address"),
        "account": lazy_gettext("once per account"),
    },
    "channel": {
        "web": lazy_gettext("Web"),
        "kiosk": lazy_gettext("Kiosk"),
        "paper": lazy_gettext("Paper"),
        "event": lazy_gettext("Event"),
        "import": lazy_gettext("Import"),
    },
}

#: The names of what features keep of a person, as the person's own page shows them.
FACTS: dict[str, Lazy] = {
    "accounts": lazy_gettext("Your account"),
    "contributions": lazy_gettext("Contributions"),
    "supported": lazy_gettext("Ideas you support"),
    "follows": lazy_gettext("What you get news of"),
    "wants_news_of": lazy_gettext("Ideas of which you hear what becomes of them"),
    "counted_by": lazy_gettext("Counted"),
    "comparisons": lazy_gettext("Ideas you compared"),
    "compared": lazy_gettext("The two ideas"),
    "more_important": lazy_gettext("More important to you"),
    "plan": lazy_gettext("Measures"),
    "measures": lazy_gettext("Measures with your contributions"),
    "measure": lazy_gettext("Measure"),
    "feedback": lazy_gettext("Barriers"),
    "mail": lazy_gettext("Mail address"),
    "name": lazy_gettext("Name"),
    "unit": lazy_gettext("Office"),
    "sector": lazy_gettext("Part of society"),
    "language": lazy_gettext("Language"),
    "wants_news": lazy_gettext("Mails about ideas you support"),
    "created_at": lazy_gettext("Made on"),
    "locked_at": lazy_gettext("Locked since"),
    "password_changed_at": lazy_gettext("Password changed"),
    "roles": lazy_gettext("Roles"),
    "role": lazy_gettext("Role"),
    "on": lazy_gettext("Only on"),
    "former_mails": lazy_gettext("Addresses before"),
    "changed_at": lazy_gettext("Given up on"),
    "organisations": lazy_gettext("Organisations"),
    "organisation": lazy_gettext("Organisation"),
    "standing": lazy_gettext("State"),
    "joined_at": lazy_gettext("Joined on"),
    "mails": lazy_gettext("Mails we wrote to you"),
    "to": lazy_gettext("To"),
    "subject": lazy_gettext("Subject"),
    "text": lazy_gettext("Text"),
    "sessions": lazy_gettext("Browsers that are signed in"),
    "begun_at": lazy_gettext("Since"),
    "ends_at": lazy_gettext("Until"),
    "reference": lazy_gettext("Number"),
    "visibility": lazy_gettext("State"),
    "title": lazy_gettext("Title"),
    "value": lazy_gettext("Given (points, or −1 against)"),
    "given_on": lazy_gettext("Supported on"),
    "place": lazy_gettext("Place"),
    "district": lazy_gettext("Part of town"),
    "field": lazy_gettext("Topic"),
    "channel": lazy_gettext("Arrived by"),
    "kind": lazy_gettext("Kind of contribution"),
    "files": lazy_gettext("Files"),
    "latitude": lazy_gettext("Latitude"),
    "longitude": lazy_gettext("Longitude"),
    "objections": lazy_gettext("Objections"),
    "asked_beside": lazy_gettext("Answers beside the idea"),
    "translations": lazy_gettext("Translations"),
    "by": lazy_gettext("By"),
    "origin": lazy_gettext("From where"),
    "origin_on": lazy_gettext("Collected on"),
    "display_name": lazy_gettext("Name beside the text"),
    "contact": lazy_gettext("Mail for the answer"),
    "published_at": lazy_gettext("Public since"),
    "letters": lazy_gettext("Our letters to you"),
    "versions": lazy_gettext("Earlier wordings"),
    "replaced_at": lazy_gettext("Replaced on"),
    "note": lazy_gettext("Note"),
    "answers": lazy_gettext("Answers"),
    "answers_given": lazy_gettext("Answers you gave"),
    "decisions_made": lazy_gettext("Decisions you made"),
    "decided_at": lazy_gettext("Day"),
    "outcome": lazy_gettext("Result"),
    "answer": lazy_gettext("Answer"),
    "reason": lazy_gettext("Reason"),
    "office": lazy_gettext("Office"),
    "facts": lazy_gettext("Facts"),
    "reports": lazy_gettext("Reports of barriers"),
    "page": lazy_gettext("Page"),
    "reported_at": lazy_gettext("Reported on"),
}
