"""Nouns of accounts: persons, what they may, their sessions, and the organisations they speak for."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, personal
from participation.core.vocabulary import Role, Sector


class Standing(StrEnum):
    """How far an organisation has come: asked by the town, come by itself, or known."""

    INVITED = "invited"
    REGISTERED = "registered"
    CONFIRMED = "confirmed"


class Person(Base):
    """Somebody who can sign in (Person)."""

    __tablename__ = "person"

    id: Mapped[Id]
    mail: Mapped[str] = mapped_column(unique=True, info=personal("contact"))
    name: Mapped[str] = mapped_column(info=personal("contact"))
    unit: Mapped[str] = mapped_column(default="", info=personal("none"))
    sector: Mapped[Sector | None]
    language: Mapped[str] = mapped_column(default="de", server_default="de", info=personal("none"))
    wants_news: Mapped[bool] = mapped_column(default=True, server_default=text("(true)"))
    password_hash: Mapped[str] = mapped_column(info=personal("sensitive"))
    created_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    password_changed_at: Mapped[datetime | None]

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="person", lazy="selectin", cascade="all, delete-orphan", passive_deletes=True
    )


class RoleGrant(Base):
    """A role given to a person, everywhere or on one named thing such as "board:ideen" (Rollenvergabe)."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("uq_role_grant", "person_id", "role", "subject", unique=True),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[Role]
    subject: Mapped[str] = mapped_column(default="", info=personal("none"))

    person: Mapped[Person] = relationship(back_populates="grants")


class SignInSession(Base):
    """One browser that is signed in; the cookie's value is stored as a hash only (Sitzung)."""

    __tablename__ = "sign_in_session"

    hash: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    begun_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)

    person: Mapped[Person] = relationship()


class FormerMail(Base):
    """An address a person had before, so that export and erasure reach what went there (frühere E-Mail-Adresse)."""

    __tablename__ = "former_mail"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    mail: Mapped[str] = mapped_column(info=personal("contact"))
    changed_at: Mapped[datetime] = mapped_column(index=True)


class Organisation(Base):
    """A club, a company, a school or another body that speaks with a voice of its own (Organisation)."""

    __tablename__ = "organisation"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(info=personal("contact"))
    sector: Mapped[Sector]
    standing: Mapped[Standing] = mapped_column(index=True)
    created_at: Mapped[datetime]

    members: Mapped[list["Membership"]] = relationship(
        back_populates="organisation", order_by="Membership.id", cascade="all, delete-orphan", passive_deletes=True
    )


class Membership(Base):
    """A person who speaks for an organisation (Mitgliedschaft)."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    joined_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship(back_populates="members")
