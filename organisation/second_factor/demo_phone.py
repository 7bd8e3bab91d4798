"""What the phone of one of the demo's people would show; only asked for when the demo is on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from organisation.second_factor import rules
from organisation.second_factor.models import SecondFactor
from organisation.second_factor.queries import seed_being_set_up
from organisation.second_factor.service import Browser, secret_of


def shown_code(session: Session, browser: Browser, *, now: datetime) -> str | None:
    """The code that can be used now, in two groups; None when there is no second factor and none is being set up."""
    found = session.execute(
        select(SecondFactor.seed, SecondFactor.last_step).where(SecondFactor.person_id == browser.person_id)
    ).one_or_none()
    seed, last_step = found or (seed_being_set_up(session, browser.session_id), 0)
    if seed is None:
        return None
    step = rules.shown_step(now=now, last_step=last_step)
    return rules.in_groups(rules.code_at(secret_of(seed), step), 3)
