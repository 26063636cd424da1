"""What accounts add to the house."""

from participation.accounts import demo, personal, sessions
from participation.accounts.cli import accounts
from participation.accounts.views import bp
from participation.core.feature import Feature

FEATURE = Feature(
    name="accounts",
    blueprints=(bp,),
    cli=(accounts,),
    personal_data=personal.PERSONAL_DATA,
    retention=personal.RETENTION,
    demo=demo.add_staff,
    erase_demo=demo.remove_staff,
    setup=sessions.install,
)
