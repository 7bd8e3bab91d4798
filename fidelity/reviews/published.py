"""Published versions read back: what a round or a calibration points at, as it stood, also when newer ones have come."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from core.documents import Document, Schema, read_text
from core.publishing import IS_COMMON, PublishedDocument


def published_document(session: Session, row_id: int, language: str, kinds: Mapping[str, Schema]) -> Document | None:
    """The document of these kinds that a row of the common base holds, in the wanted language where that version has it.

    None where there is no such row. One statement.
    """
    bound = aliased(PublishedDocument)
    same = and_(bound.key == PublishedDocument.key, bound.version == PublishedDocument.version)
    rows = session.scalars(
        select(PublishedDocument)
        .join(bound, same)
        .where(bound.id == row_id, bound.municipality_id.is_(None), bound.kind.in_(kinds), IS_COMMON)
    ).all()
    row = next((one for one in rows if one.language == language), None)
    row = row or next((one for one in rows if one.id == row_id), None)
    return None if row is None else _read(row, kinds)


def _read(row: PublishedDocument, kinds: Mapping[str, Schema]) -> Document:
    found = read_text(row.source, PurePosixPath(f"content/{row.key}.{row.language}.md"), kinds)
    if not isinstance(found, Document):
        raise TypeError(f"published document {row.id} can't be read: {found[0]}")
    return found
