"""What exports add to the house."""

from flask_babel import lazy_gettext

from participation.core.feature import Feature, Retention
from surveys.exports import services
from surveys.exports.views import bp
from surveys.receipts.services import WITHDRAW_JOB

FEATURE = Feature(
    name="exports",
    blueprints=(bp,),
    jobs={services.EXPORT_JOB: services.make, WITHDRAW_JOB: services.withdraw},
    retention=(
        Retention(
            lazy_gettext("Files with the answers of large surveys"),
            frozenset({"survey_export"}),
            services.KEPT_DAYS,
            services.forget_old,
        ),
    ),
)
