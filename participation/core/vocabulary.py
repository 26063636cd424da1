"""The words of the field that every room shares, as enums whose values are stored and never change."""

from enum import StrEnum


class Phase(StrEnum):
    """One of the four steps of a digital agenda (Phase)."""

    INVENTORY = "inventory"
    IDEAS = "ideas"
    PLAN = "plan"
    MONITORING = "monitoring"


class Role(StrEnum):
    """What somebody may be to a process (Rolle)."""

    GUEST = "guest"
    CITIZEN = "citizen"
    PARTNER = "partner"
    MODERATOR = "moderator"
    PLANNER = "planner"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


class Sector(StrEnum):
    """The part of society a voice comes from (Akteursgruppe)."""

    CITIZENS = "citizens"
    POLITICS = "politics"
    BUSINESS = "business"
    SCIENCE = "science"
    CIVIL_SOCIETY = "civil_society"
    ADMINISTRATION = "administration"


class Channel(StrEnum):
    """The way a voice came in (Kanal)."""

    WEB = "web"
    KIOSK = "kiosk"
    PAPER = "paper"
    LETTER = "letter"
    PHONE = "phone"
    EVENT = "event"
    IMPORT = "import"


class Language(StrEnum):
    """A language pages are written in (Sprache); `LS` is Leichte Sprache."""

    DE = "de"
    EN = "en"
    LS = "ls"
