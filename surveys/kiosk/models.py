"""The noun of the kiosk: a device that the staff opened for one survey."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, Id, personal


class Kiosk(Base):
    """A device at which people answer a survey one after the other (Umfrage-Terminal).

    Attributes:
        place: where it stands, for the staff.
        seed: from which our secret makes its address and its number for leaving; gives neither away.
        hash: of the secret in its address.
        idle_s: after how many seconds without a touch it begins anew.
    """

    __tablename__ = "kiosk"

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    place: Mapped[str] = mapped_column(info=personal("none"))
    seed: Mapped[str] = mapped_column(info=personal("none"))
    hash: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    idle_s: Mapped[int]
    opened_on: Mapped[date]
