"""A file of processes: bytes to rows, or to the list of everything that has to be mended first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from core.security import LARGEST_UPLOAD
from core.table_files.faults import FAULTS_SHOWN, Fault, quoted
from core.table_files.faults import sentence as _
from core.table_files.headings import Headings
from core.table_files.text import Record, records, separator_of, text_of
from core.table_files.work import Progress
from fidelity.tool_use.importing.cells import Faulty, readers
from fidelity.tool_use.importing.headings import NEEDED, WORDS, Column, is_personal
from fidelity.tool_use.importing.personal import PersonalDetails
from fidelity.tool_use.importing.plan import ProcessRow
from fidelity.tool_use.importing.vocabulary import Vocabulary

MOST_ROWS = 200_000
FEWEST_HEADINGS = 2
PROGRESS_EVERY = 2000


@dataclass(frozen=True)
class ProcessFile:
    """What a file gave: rows, or faults and no rows. `notes` are whole sentences about what is odd but allowed."""

    rows: tuple[ProcessRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    more_faults: int = 0
    notes: tuple[str, ...] = ()


def read_process_file(
    content: bytes, words: Vocabulary, *, today: date, progress: Progress | None = None
) -> ProcessFile:
    """Read a whole file; one fault anywhere, and no row is given."""
    text = text_of(content, largest=LARGEST_UPLOAD)
    if isinstance(text, Fault):
        return ProcessFile(faults=(text,))
    lines = text.count("\n") + 1
    found = records(text, separator_of(text, WORDS.known_count))
    first = next(found, Record(1, ()))
    if isinstance(first, Fault):
        return ProcessFile(faults=(first,))
    if WORDS.known_count(first.cells) < FEWEST_HEADINGS:
        return ProcessFile(faults=(WORDS.no_heading_row(first, NEEDED),))
    headings, twice = WORDS.find(first)
    reading = _Reading(headings, words, today)
    reading.add_all([*_heading_faults(headings), *twice])
    for number, record in enumerate(found, start=1):
        reading.read(record)
        if progress and number % PROGRESS_EVERY == 0:
            progress(min(record.line, lines), lines)
    return reading.result()


def _heading_faults(headings: Headings[Column]) -> Iterator[Fault]:
    for place in headings.unread:
        heading = headings.row[place]
        if is_personal(heading):
            advice = _(
                "A column with this heading holds people or cases. Take the whole column out of the file: no names, "
                "personal numbers or case numbers are to be sent here. Nothing of the file was kept."
            )
            yield Fault(headings.line, quoted(heading), advice)
    yield from (WORDS.missing(headings.line, column) for column in NEEDED if column not in headings.places)


@dataclass
class _Reading:
    """A file while it is read. The same text in a column is understood once; of the faults only those that are shown are put in words."""

    headings: Headings[Column]
    words: Vocabulary
    today: date
    rows: list[ProcessRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0

    def __post_init__(self) -> None:
        read = readers(self.words, self.today)
        places = sorted((place, column) for column, place in self.headings.places.items())
        self._columns = [(column, place, read[column]) for place, column in places]
        self._unread = list(self.headings.unread)
        self._understood: dict[Column, dict[str, Any]] = {column: {} for column in Column}
        self._lines: dict[str, int] = {}
        self._same_sets: dict[frozenset[str], frozenset[str]] = {}
        self._personal = PersonalDetails(self.headings.row)
        self._personal.look_at(Record(self.headings.line, self.headings.row), self._unread)
        self._count = 0

    def read(self, record: Record | Fault) -> None:
        """Read one row."""
        self._count += 1
        if isinstance(record, Fault):
            self.add_all([record])
        elif self._count <= MOST_ROWS:
            self._read(record)
        elif self._count == MOST_ROWS + 1:
            advice = _("The file has more than %(most)s rows. Divide it, by unit or by year.", most=MOST_ROWS)
            self.add_all([Fault(record.line, "", advice)])

    def _read(self, record: Record) -> None:
        advice = self.headings.cell_count_advice(record)
        if advice:
            self._personal.look_at(record, range(len(record.cells)))
            self.add_all([Fault(record.line, "", advice)])
            return
        self._personal.look_at(record, self._unread)
        values: dict[Column, Any] = {}
        for column, place, reader in self._columns:
            found = self._value(column, record.cells[place], reader)
            if isinstance(found, Faulty):
                self._add_cell(record, place, found)
            else:
                values[column] = found
        self._add_row(record, values)

    def _value(self, column: Column, written: str, reader: Any) -> Any:
        known = self._understood[column]
        if written not in known:
            try:
                known[written] = reader(written)
            except Faulty as faulty:
                return faulty
        return known[written]

    def _add_cell(self, record: Record, place: int, faulty: Faulty) -> None:
        """What is wrong with a cell; one that holds something personal is never told by what it holds."""
        if self._personal.look_at(record, (place,)):
            return
        for advice in faulty.advice:
            self.fault_count += 1
            if len(self.faults) < FAULTS_SHOWN:
                self.faults.append(Fault(record.line, self.headings.row[place], advice()))

    def _add_row(self, record: Record, values: dict[Column, Any]) -> None:
        opened, closed, reference = (values.get(one) for one in (Column.OPENED, Column.CLOSED, Column.REFERENCE))
        if opened and closed and closed < opened:
            self._add(record, Column.CLOSED, _("The process is closed before it is opened. Mend one of the days."))
        if reference and self._lines.setdefault(reference, record.line) != record.line:
            line = self._lines[reference]
            self._add(
                record,
                Column.REFERENCE,
                _("The reference stands on line %(line)s too. Keep one of the lines.", line=line),
            )
        if self.fault_count or self._personal.found:
            self.rows.clear()
        elif opened:
            tools = self._same_sets.setdefault(one := values[Column.TOOLS] | values[Column.NETWORK], one)
            self.rows.append(
                ProcessRow(record.line, values[Column.UNIT], values[Column.KIND], opened, closed, tools, reference)
            )

    def _add(self, record: Record, column: Column, advice: str) -> None:
        self.add_all([Fault(record.line, self.headings.written(column), advice)])

    def add_all(self, faults: Sequence[Fault]) -> None:
        """Note faults, those beyond the ones that are shown only by their number."""
        self.fault_count += len(faults)
        self.faults += faults[: FAULTS_SHOWN - len(self.faults)]

    def result(self) -> ProcessFile:
        """What the whole file gave."""
        personal = self._personal.faults()
        if not self._count and not self.fault_count:
            advice = _("There is no row below the headings. Export the processes again and send that file.")
            self.add_all([Fault(self.headings.line, "", advice)])
        if self.fault_count or personal:
            shown = tuple(chain(personal, self.faults))[:FAULTS_SHOWN]
            return ProcessFile(faults=shown, more_faults=self.fault_count + len(personal) - len(shown))
        return ProcessFile(rows=tuple(self.rows), notes=tuple(self._notes()))

    def _notes(self) -> Iterator[str]:
        if self.headings.ignored:
            yield _("These columns are not read: %(headings)s.", headings=", ".join(self.headings.ignored))
