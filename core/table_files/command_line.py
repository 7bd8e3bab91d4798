"""What the commands that take files in have in common: faults and progress on a terminal."""

from collections.abc import Sequence
from typing import Any, NoReturn

import click

from core.table_files.faults import Fault
from core.table_files.work import Progress


def stop_at(faults: Sequence[Fault], more: int = 0) -> NoReturn:
    """Say what is wrong, line by line, and stop."""
    for fault in faults:
        click.echo(f"line {fault.line}, {fault.column or 'the whole line'}: {fault.message}", err=True)
    if more:
        click.echo(f"and {more} more", err=True)
    raise click.ClickException("The file was not taken in. Mend what is listed and try again.")


def moving(bar: Any) -> Progress:
    """Let a progress bar follow the work."""

    def report(done: int, total: int) -> None:
        bar.length = total
        bar.update(done - bar.pos)

    return report
