"""Doing an import of processes beside the request that asked for it. Nothing is locked while a file is read and compared."""

from functools import partial

from core import clock
from core.database import current_database
from core.table_files import kept as files
from core.table_files.work import Beside, Progress
from fidelity.tool_use.importing import service
from fidelity.tool_use.importing.importing import ProcessFileRefused
from fidelity.tool_use.importing.models import ProcessImport
from fidelity.tool_use.importing.process_file import ProcessFile

_files = Beside("process-import", lambda session, import_id: files.fail(session, ProcessImport, import_id))
advance_of = _files.advance_of


def preview(import_id: int, content: bytes, language: str) -> None:
    """Make the preview of a file that was sent. Its bytes are held by the thread that reads them and nowhere else."""
    _files.start(import_id, language, partial(_preview, content))


def write(import_id: int, language: str) -> None:
    """Take a file in that has been approved."""
    _files.start(import_id, language, _write)


def _preview(content: bytes, import_id: int, progress: Progress) -> None:
    with current_database().session(writes=False) as session:
        kept = session.get_one(ProcessImport, import_id)
        read = service.read_file(session, kept, content, now=clock.now(), progress=progress)
    _look_ahead(import_id, read, progress)


def _look_ahead(import_id: int, read: ProcessFile, progress: Progress) -> None:
    with current_database().session(writes=False) as session:
        kept = session.get_one(ProcessImport, import_id)
        outcome = service.look_ahead(session, kept, read, progress=progress)
    with current_database().transaction() as session:
        service.keep_outcome(session, import_id, outcome, now=clock.now())


def _write(import_id: int, progress: Progress) -> None:
    with current_database().session(writes=False) as session:
        kept = service.kept_file(session.get_one(ProcessImport, import_id))
    try:
        with current_database().transaction() as session:
            service.write(session, import_id, kept.rows, now=clock.now(), progress=progress)
    except (files.ChangedSincePreview, ProcessFileRefused):
        with current_database().transaction() as session:
            files.read_again(session, ProcessImport, import_id)
        _look_ahead(import_id, kept, progress)
