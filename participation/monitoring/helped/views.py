"""Pages of the question whether a measure has helped: the answer by a link from a mail, and asking at the desk."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.monitoring.helped import services, words
from participation.monitoring.helped.forms import HelpedForm
from participation.monitoring.helped.rules import Help
from participation.monitoring.views import bp
from participation.plan import finding
from participation.plan.views.pages import for_editors
from participation.web.forms import Form


@bp.route("/helped/<string:token>", methods=["GET", "POST"])
def helped(token: str) -> ResponseReturnValue:
    """Take in whether a measure has helped; the link stands for whoever was written to."""
    found = services.by_token(token)
    measure = services.public_measure_of(found[0]) if found else None
    require(Action.READ_PROCESS, measure)
    if found is None or measure is None:
        return render_template("monitoring/helped_over.html"), 404
    made, who = found
    said = services.answer_of(made, who)
    form = HelpedForm(data={"value": said.value if said else None})
    if form.validate_on_submit():
        if once.first_arrival(form.once_key):
            services.answer(made, who, Help(form.value.data))
        db.session.commit()
        return redirect(url_for(".helped", token=token), 303)
    address = finding.addresses()
    page = render_template(
        "monitoring/helped.html", measure=measure, form=form, said=said, words=words, address=address
    )
    return page, form.status


@bp.route("/desk/measures/<string:code>/helped", methods=["GET", "POST"])
def ask_helped(code: str) -> ResponseReturnValue:
    """Ask those who have to do with a measure whether it has helped, and see what they said."""
    measure = for_editors(code)
    who = require(Action.EDIT_PLAN, measure)
    form, address = Form(), finding.addresses()
    is_open = measure.state in services.ASKED_ABOUT
    if request.method == "POST" and is_open and form.validate_on_submit():
        if once.first_arrival(form.once_key):
            services.ask(measure, who.person_id)
        db.session.commit()
        return redirect(address("monitoring.ask_helped", measure), 303)
    return render_template(
        "monitoring/ask_helped.html",
        measure=measure,
        form=form,
        address=address,
        is_open=is_open,
        reach=len(services.to_ask(measure)),
        found=services.helped([measure]).get(measure.id),
        words=words,
    )
