"""Nouns of accounts: persons, what they may, and their sessions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, personal
from participation.core.vocabulary import Role


class Person(Base):
    """Somebody who can sign in (Person)."""

    __tablename__ = "person"

    id: Mapped[Id]
    mail: Mapped[str] = mapped_column(unique=True, info=personal("contact"))
    name: Mapped[str] = mapped_column(info=personal("contact"))
    unit: Mapped[str] = mapped_column(default="", info=personal("none"))
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
