"""What notices add to the house."""

from forum.notices import letters, services
from forum.notices.views import citizens, desk
from forum.notices.views.blueprint import bp
from participation.core.feature import Feature
from participation.moderation import notices

PAGES = (citizens, desk)
"""The modules whose pages stand on the blueprint."""

FEATURE = Feature(
    name="notices",
    blueprints=(bp,),
    jobs={notices.JOB: letters.tell},
    duties=services.duties,
    waiting=services.waiting,
    report_href=services.report_href,
    address_of_code=services.address_of_code,
)
