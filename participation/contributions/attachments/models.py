"""The noun behind the files of a contribution."""

from sqlalchemy import ColumnElement, ForeignKey, select, true
from sqlalchemy.orm import Mapped, mapped_column

from participation.access.guard import guarded
from participation.contributions.attachments.rules import SMALL_SIDE, FileKind
from participation.core.database import Base, Id, personal
from participation.moderation.rules import Visibility


@guarded
class Attachment(Base):
    """A picture or a document that belongs to a contribution; its files lie in the instance folder (Anhang).

    `title` is what its file was called, `words` say what a picture shows to those who do not see it. `removal_id` is
    the decision that took it out; until its author can object no longer, it is kept for the moderators.
    """

    __tablename__ = "attachment"

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FileKind]
    position: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True, info=personal("none"))
    title: Mapped[str] = mapped_column(info=personal("text"))
    words: Mapped[str] = mapped_column(default="", info=personal("text"))
    size: Mapped[int]
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    removal_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id", ondelete="SET NULL"), index=True)

    @classmethod
    def visible_to(cls, sees_hidden: bool) -> ColumnElement[bool]:
        """Return the condition under which a row may be shown: with its contribution, unless it was taken out."""
        if sees_hidden:
            return true()
        owner = Base.metadata.tables["contribution"]
        shown = select(owner.c.id).where(owner.c.visibility == Visibility.PUBLIC)
        return cls.contribution_id.in_(shown) & cls.removal_id.is_(None)

    @property
    def is_picture(self) -> bool:
        """Whether this can be seen on a page."""
        return self.kind is FileKind.PICTURE

    @property
    def name(self) -> str:
        """What the file is called in addresses and in the folder."""
        return f"{self.digest}.{'webp' if self.is_picture else 'pdf'}"

    @property
    def small_name(self) -> str:
        """What the small copy of a picture is called."""
        return f"{self.digest}-small.webp"

    @property
    def small_size(self) -> tuple[int, int]:
        """How wide and high the small copy is, so that a page keeps its place."""
        scale = min(1.0, SMALL_SIDE / max(self.width, self.height, 1))
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))
