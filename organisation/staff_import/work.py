"""Doing an import of staff beside the request that asked for it."""

from core import clock
from core.database import current_database
from core.table_files import kept as files
from core.table_files.work import Beside, Progress
from organisation.models import PeopleImport
from organisation.staff_import import service
from organisation.staff_import.importing import StaffFileRefused

_files = Beside("staff-import", lambda session, import_id: files.fail(session, PeopleImport, import_id))
advance_of = _files.advance_of


def preview(import_id: int, language: str) -> None:
    """Make the preview of a file that was sent."""
    _files.start(import_id, language, _preview)


def write(import_id: int, language: str) -> None:
    """Take a file in that has been approved."""
    _files.start(import_id, language, _write)


def _preview(import_id: int, progress: Progress) -> None:
    with current_database().transaction() as session:
        service.make_preview(session, import_id, now=clock.now(), progress=progress)


def _write(import_id: int, progress: Progress) -> None:
    try:
        with current_database().transaction() as session:
            service.write(session, import_id, now=clock.now(), progress=progress)
    except (files.ChangedSincePreview, StaffFileRefused):
        with current_database().transaction() as session:
            files.read_again(session, PeopleImport, import_id)
        _preview(import_id, progress)
