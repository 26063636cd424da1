"""Commands of the analysis."""

import click
from flask.cli import with_appcontext
from rich.progress import Progress

from analysis import runs
from analysis.core.cluster import ClusterMissing
from participation.core.database import db
from participation.process import services as processes


@click.command("analyse")
@click.argument("process")
@click.option("--only-new", is_flag=True, help="Sort in what came since the last run; nothing else moves.")
@with_appcontext
def analyse(process: str, only_new: bool) -> None:
    """Sort the contributions of PROCESS (its short name) into fields and topics; people's decisions stay."""
    found = processes.by_slug(process)
    if found is None:
        raise click.ClickException(f"There is no process “{process}”.")
    with Progress(transient=True) as progress:
        task = progress.add_task("Reading contributions …", total=runs.STEPS)
        try:
            count = runs.analyse(found, lambda step: progress.update(task, completed=step), is_whole=not only_new)
        except ClusterMissing as missing:
            raise click.ClickException(str(missing)) from None
        db.session.commit()
    click.echo(f"{count} topics got something new." if only_new else f"{count} topics.")
