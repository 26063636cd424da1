"""What the plumbing itself adds to the house: its jobs, its nightly works, and the commands that run everything."""

from flask_babel import lazy_gettext

import participation.core.capacity  # noqa: F401  # no feature may need places yet; its table is part of the house
from participation.core import cli, limits, mail, migrate, night, once, search
from participation.core.feature import Feature, Retention

FEATURE = Feature(
    name="core",
    cli=(cli.serve, cli.work, cli.upgrade, cli.migration),
    jobs={"mail": mail.deliver, "night": night.run, "search.tidy": search.tidy},
    nightly=(once.forget_old, limits.forget_old, night.forget_jobs, search.rebuild),
    retention=(
        Retention(
            name=lazy_gettext("E-mails, after they were sent"),
            tables=frozenset({"mail"}),
            days=mail.KEPT_FOR_DAYS,
            run=mail.forget_old,
        ),
    ),
    setup=migrate.init_app,
)
