"""What paper adds to the house."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from participation.core.feature import Feature, PersonalData, Retention
from surveys.paper import demo, services
from surveys.paper.views import bp

TABLES = frozenset({"paper_sheet"})


def export(_person_id: int) -> Mapping[str, object]:
    """Return nothing: sheets bear no names."""
    return {}


def erase(_person_id: int, _keep_texts: bool) -> None:
    """Erase nothing, for the same reason; who typed a sheet is forgotten with the account by the database itself."""


FEATURE = Feature(
    name="paper",
    blueprints=(bp,),
    personal_data=PersonalData(tables=TABLES, export=export, erase=erase),
    retention=(
        Retention(
            lazy_gettext("Sheets of surveys that were typed in and never counted"),
            TABLES,
            services.KEPT_DAYS,
            services.forget_stacks,
        ),
    ),
    demo=demo.load,
    erase_demo=demo.erase,
)
