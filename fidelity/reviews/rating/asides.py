"""What is said of a sample beside the scale: answers to gate questions, and the tools that are seen in the text."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.reviews.rating.models import GateAnswer, ToolSeen
from fidelity.reviews.rating.rules import Outcome, SetGate, SetTool
from fidelity.reviews.rounds.models import Assignment


def set_gate(session: Session, assignment: Assignment, one: SetGate) -> Outcome:
    """Keep an answer; the one that comes last stands. The caller has locked the rating."""
    row = session.scalar(
        select(GateAnswer).where(GateAnswer.assignment_id == assignment.id, GateAnswer.gate == one.gate)
    )
    if row is None:
        row = GateAnswer(municipality_id=assignment.municipality_id, assignment_id=assignment.id, gate=one.gate)
        session.add(row)
    row.answer = one.answer
    session.flush()
    return Outcome.KEPT


def set_tool(session: Session, assignment: Assignment, one: SetTool) -> Outcome:
    """Tick a tool, or no longer. The caller has locked the rating."""
    row = session.scalar(select(ToolSeen).where(ToolSeen.assignment_id == assignment.id, ToolSeen.tool == one.tool))
    if row is None and one.is_seen:
        session.add(ToolSeen(municipality_id=assignment.municipality_id, assignment_id=assignment.id, tool=one.tool))
    elif row is not None and not one.is_seen:
        session.delete(row)
    session.flush()
    return Outcome.KEPT


def gates(session: Session, assignment_id: int) -> dict[str, str]:
    """The answers to the gate questions, by question."""
    rows = session.scalars(select(GateAnswer).where(GateAnswer.assignment_id == assignment_id))
    return {row.gate: row.answer for row in rows if row.answer is not None}


def tools(session: Session, assignment_id: int) -> frozenset[str]:
    """The tools that are ticked."""
    return frozenset(session.scalars(select(ToolSeen.tool).where(ToolSeen.assignment_id == assignment_id)))
