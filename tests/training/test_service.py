"""What learners do: each thing once, nobody else's touched, all of it or nothing, also when two do the same at once."""

import random
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.clock import local_day
from core.errors import DomainError
from organisation.models import Person
from tests.training.small_course import SEVERAL
from tests.training.stored import changed_tables, contents, stands_anywhere
from tests.training.study import NOON, Study, answers, at_once, later, question_of
from tests.world import add_person
from training import answering, exemptions, reflecting, service
from training.models import (
    CheckAnswer,
    CheckAttempt,
    CourseStanding,
    Enrolment,
    Exemption,
    ReadingPlace,
    ReflectionText,
    StepDone,
)
from training.service import Learner

PHONE = "070-174 06 05"


def events(study: Study, name: str) -> list[AuditEvent]:
    return [event for event in study.rows(AuditEvent) if event.name == name]


def save(study: Study, text: str, *, seen: int = 0, box: str = "noticed") -> reflecting.Outcome:
    """Save a box of the first exercise as Anna, and commit whatever became of it, as the page does."""
    with study.database.transaction() as session:
        return reflecting.save_one(
            session, study.anna, study.at("one/exercise"), box, text, seen_revision=seen, now=NOON
        )


def bucket_now(session: Session, learner: Learner) -> str:
    return session.scalars(
        select(CourseStanding.bucket).where(
            CourseStanding.person_id == learner.person_id, CourseStanding.until == date.max
        )
    ).one()


# Steps.


def test_a_step_is_done_once_however_often_it_is_finished(study: Study) -> None:
    for minutes in (0, 5):
        with study.database.transaction() as session:
            service.finish_step(session, study.anna, study.at("one/first"), now=later(minutes))
    (done,) = study.rows(StepDone)
    assert (done.module, done.step, done.done_at) == ("one", "first", NOON)
    (enrolment,) = study.rows(Enrolment)
    assert (enrolment.started_at, enrolment.completed_at) == (NOON, None)
    assert len(events(study, "course-started")) == 1


def test_a_step_that_is_done_again_is_done_in_the_newer_version(study: Study) -> None:
    at = study.at("one/first")
    for document_id in (at.document_id, at.document_id + 1):
        with study.database.transaction() as session:
            service.finish_step(session, study.anna, replace(at, document_id=document_id), now=NOON)
    assert [done.document_id for done in study.rows(StepDone)] == [at.document_id + 1]


def test_the_course_is_completed_once_at_the_last_step_whatever_the_order(study: Study) -> None:
    steps = study.everywhere
    dice = random.Random(5)
    with study.database.transaction() as session:
        for number in range(4):
            person = add_person(session, study.municipality_id, study.unit_id, f"number-{number}")
            learner = Learner(person.id, study.municipality_id)
            order = [*dice.sample(steps, len(steps))]
            for minute, at in enumerate([*order[:3], *order]):  # the first three are done twice
                enrolment = session.scalar(select(Enrolment).where(Enrolment.person_id == person.id))
                assert enrolment is None or enrolment.completed_at is None
                service.finish_step(session, learner, at, now=later(minute))
            last_minute = later(len(order) + 2)
            service.finish_step(session, learner, order[0], now=later(60))
            enrolment = session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).one()
            assert enrolment.completed_at == last_minute
            assert bucket_now(session, learner) == "completed"
    assert len(events(study, "course-completed")) == 4
    assert not study.differs_from_a_recount()


def test_many_steps_at_once_are_the_same_as_one_at_a_time(study: Study) -> None:
    with study.database.transaction() as session:
        together = [(at, later(minute)) for minute, at in enumerate(study.everywhere)]
        service.finish_steps(session, study.anna, study.course, together)
        for minute, at in enumerate(study.everywhere):
            service.finish_step(session, study.bo, at, now=later(minute))
    anna, bo = study.rows(Enrolment)
    assert (anna.started_at, anna.completed_at) == (bo.started_at, bo.completed_at) == (NOON, later(5))
    done = [(row.enrolment_id, row.module, row.step, row.done_at) for row in study.rows(StepDone)]
    assert [row[1:] for row in done if row[0] == anna.id] == [row[1:] for row in done if row[0] == bo.id]


def learn_a_little(session: Session, study: Study, learner: Learner) -> None:
    """A bit of everything that a learner can do."""
    lesson, exercise, check = (study.at(f"one/{name}") for name in ("first", "exercise", "check"))
    service.finish_step(session, learner, lesson, now=NOON)
    service.keep_place(session, learner, lesson, block="b2", now=NOON)
    for box in ("noticed", "next"):
        reflecting.save_reflection(session, learner, exercise, box, "Min text", seen_revision=0, now=NOON)
    reflecting.finish_exercise(session, learner, exercise, now=NOON)
    answering.answer_all(session, learner, check, answers(check, wrong={"q1", "q2"}), now=NOON)
    answering.try_again(session, learner, check, now=NOON)
    answering.answer_all(session, learner, check, answers(check), now=NOON)


def test_learning_leaves_what_is_another_persons_untouched(study: Study) -> None:
    with study.database.transaction() as session:
        learn_a_little(session, study, study.bo)
    before = contents(study.database)
    with study.database.transaction() as session:
        learn_a_little(session, study, study.anna)
    after = contents(study.database)
    gone = [name for name, rows in before.items() for row in rows if row not in after[name]]
    assert gone == ["course_standing"]  # Anna's, who had not begun
    assert len(after["check_answer"]) - len(before["check_answer"]) == 10


def test_where_one_stands_changes_with_the_step_and_goes_with_it(study: Study) -> None:
    before = contents(study.database)
    session = study.database.session()
    service.finish_steps(session, study.anna, study.course, [(at, NOON) for at in study.everywhere])
    assert bucket_now(session, study.anna) == "completed"
    session.rollback()
    session.close()
    assert changed_tables(before, contents(study.database)) == set()


def test_begun_is_counted_on_the_swedish_day(study: Study) -> None:
    late = NOON.replace(hour=23, minute=30)  # half past midnight in Sweden
    with study.database.transaction() as session:
        service.finish_step(session, study.anna, study.at("one/first"), now=late)
    begun = [row.starts_on for row in study.rows(CourseStanding) if row.bucket == "under-way"]
    assert begun == [local_day(late)] == [NOON.date() + timedelta(days=1)]


def test_the_place_is_kept_per_course_and_forgets_the_block_on_another_page(study: Study) -> None:
    kept = []
    for name, block in (("one/first", "b3"), ("one/first", None), ("two/second", None), ("two/second", "b1")):
        with study.database.transaction() as session:
            service.keep_place(session, study.anna, study.at(name), block=block, now=NOON)
        (place,) = study.rows(ReadingPlace)
        kept.append((place.module, place.step, place.block))
    assert kept == [("one", "first", "b3"), ("one", "first", "b3"), ("two", "second", None), ("two", "second", "b1")]
    assert not study.rows(Enrolment)


# Reflections.


def test_an_exercise_is_not_done_before_something_stands_in_every_box(study: Study) -> None:
    at = study.at("one/exercise")
    for text, box in (("", "noticed"), ("Jag såg det.", "noticed"), (" \n\t ", "next")):
        revision = {row.reflection: row.revision for row in study.rows(ReflectionText)}.get(box, 0)
        save(study, text, box=box, seen=revision)
        with pytest.raises(reflecting.NotFinished), study.database.transaction() as session:
            reflecting.finish_exercise(session, study.anna, at, now=NOON)
    assert not study.rows(StepDone)
    save(study, "Sen då.", seen=1, box="next")
    with study.database.transaction() as session:
        reflecting.finish_exercise(session, study.anna, at, now=NOON)
    assert [done.step for done in study.rows(StepDone)] == ["exercise"]


def test_an_identifying_detail_is_pointed_out_and_stands_nowhere(study: Study) -> None:
    save(study, "Första texten")
    before = contents(study.database)
    text = f"Jag ringde {PHONE} och väntade."
    outcome = save(study, text, seen=1)
    assert not outcome.is_saved
    assert outcome.text == text
    assert [piece.text for piece in outcome.pieces if piece.kind] == [PHONE]
    assert contents(study.database) == before
    assert not stands_anywhere(study.database, PHONE)
    assert stands_anywhere(study.database, "Första texten") == {"reflection_text"}


def test_a_first_text_that_is_refused_begins_nothing(study: Study) -> None:
    before = contents(study.database)
    assert not save(study, f"Ring {PHONE}").is_saved
    assert not save(study, "x" * (reflecting.LONGEST + 1)).is_saved
    assert changed_tables(before, contents(study.database)) == set()


def test_the_longest_text_is_saved_and_a_longer_one_is_kept_for_the_page(study: Study) -> None:
    longest = "å" * reflecting.LONGEST
    assert save(study, longest).is_saved
    outcome = save(study, longest + "å", seen=1)
    assert (outcome.is_saved, outcome.text, outcome.revision) == (False, longest + "å", 1)
    assert [row.text for row in study.rows(ReflectionText)] == [longest]


def test_a_page_that_has_seen_a_revision_which_is_gone_saves_its_text(study: Study) -> None:
    assert save(study, "Efter en återställning", seen=4) == reflecting.Outcome(
        "Efter en återställning", 1, is_saved=True
    )


def test_each_changed_text_is_a_new_revision_and_the_same_text_is_not(study: Study) -> None:
    assert [save(study, text, seen=seen).revision for text, seen in (("Ett", 0), ("Ett", 1), ("Två", 1), ("", 2))] == [
        1,
        1,
        2,
        3,
    ]
    assert [(row.text, row.revision) for row in study.rows(ReflectionText)] == [("", 3)]


def test_an_empty_box_that_was_never_written_in_stores_nothing(study: Study) -> None:
    assert save(study, "").revision == 0
    assert not study.rows(ReflectionText)
    assert not study.rows(Enrolment)


def test_a_text_from_an_older_page_is_not_saved_over_a_newer_one_and_both_are_shown(study: Study) -> None:
    save(study, "Från datorn")
    outcome = save(study, "Från telefonen", seen=0)
    assert (outcome.is_saved, outcome.text, outcome.elsewhere) == (False, "Från telefonen", "Från datorn")
    assert [row.text for row in study.rows(ReflectionText)] == ["Från datorn"]
    assert save(study, "Från båda", seen=outcome.revision).is_saved


def test_the_same_text_from_an_older_page_is_saved_already(study: Study) -> None:
    save(study, "Samma")
    assert save(study, "Samma", seen=0) == reflecting.Outcome("Samma", 1, is_saved=True)


def test_line_ends_of_forms_are_stored_as_plain_ones_and_do_not_count_as_a_change(study: Study) -> None:
    save(study, "En rad\r\nEn till")
    assert [row.text for row in study.rows(ReflectionText)] == ["En rad\nEn till"]
    assert save(study, "En rad\r\nEn till", seen=1).revision == 1


def test_a_character_that_a_database_can_not_hold_does_not_lose_the_text(study: Study) -> None:
    assert save(study, "Före\x00efter").is_saved
    assert [row.text for row in study.rows(ReflectionText)] == ["Föreefter"]


# Answers.


def test_a_question_is_answered_once_in_an_attempt(study: Study) -> None:
    at = study.at("one/check")
    question = question_of(at, "q1")
    for chosen, minute in (({"no"}, 0), ({"yes"}, 1)):
        with study.database.transaction() as session:
            answering.answer(session, study.anna, at, question, chosen, now=later(minute))
    (answer,) = study.rows(CheckAnswer)
    assert (answer.chosen, answer.is_right, answer.answered_at) == (["no"], False, NOON)


def test_a_choice_is_no_answer_and_may_change_until_it_is_one(study: Study) -> None:
    at = study.at("one/check")
    question = question_of(at, "q1")
    for chosen in (["no"], ["yes"], []):
        with study.database.transaction() as session:
            answering.choose(session, study.anna, at, question, chosen, now=NOON)
        (answer,) = study.rows(CheckAnswer)
        assert (answer.chosen, answer.is_right, answer.answered_at) == (chosen, None, None)
    with study.database.transaction() as session:
        answering.answer(session, study.anna, at, question, ["yes"], now=NOON)
        answering.choose(session, study.anna, at, question, ["no"], now=NOON)
    (answer,) = study.rows(CheckAnswer)
    assert (answer.chosen, answer.is_right) == (["yes"], True)
    assert [attempt.finished_at for attempt in study.rows(CheckAttempt)] == [None]


def test_choices_in_every_question_finish_nothing(study: Study) -> None:
    at = study.at("one/check")
    with study.database.transaction() as session:
        for question in at.step.questions:
            answering.choose(session, study.anna, at, question, question.right, now=NOON)
    assert [attempt.finished_at for attempt in study.rows(CheckAttempt)] == [None]
    assert not study.rows(StepDone)


@pytest.mark.parametrize(
    ("chosen", "kept", "is_right"),
    [
        ({"yes", "more"}, ["yes", "more"], True),
        ({"yes"}, ["yes"], False),
        ({"yes", "more", "no"}, ["yes", "more", "no"], False),
        ({"yes", "more", "made-up"}, ["yes", "more"], True),
    ],
    ids=["all of them", "one too few", "one too many", "an unknown one"],
)
def test_a_question_with_several_answers_is_right_with_all_of_them_and_no_other(
    study: Study, chosen: set[str], kept: list[str], is_right: bool
) -> None:
    at = study.at("one/check")
    with study.database.transaction() as session:
        answering.answer(session, study.anna, at, question_of(at, SEVERAL), chosen, now=NOON)
    (answer,) = study.rows(CheckAnswer)
    assert (answer.chosen, answer.is_right) == (kept, is_right)


def test_a_question_with_one_answer_takes_one(study: Study) -> None:
    at = study.at("one/check")
    with study.database.transaction() as session:
        answering.answer(session, study.anna, at, question_of(at, "q1"), ["no", "yes"], now=NOON)
    assert [(answer.chosen, answer.is_right) for answer in study.rows(CheckAnswer)] == [(["yes"], True)]


@pytest.mark.parametrize("chosen", [[], ["made-up"]], ids=["nothing", "an unknown option"])
def test_nothing_chosen_is_refused_and_leaves_nothing(study: Study, chosen: list[str]) -> None:
    before = contents(study.database)
    at = study.at("one/check")
    with pytest.raises(answering.NothingChosen), study.database.transaction() as session:
        answering.answer(session, study.anna, at, question_of(at, "q1"), chosen, now=NOON)
    assert changed_tables(before, contents(study.database)) == set()


def test_eighty_per_cent_right_passes_and_finishes_the_step(study: Study) -> None:
    at = study.at("one/check")
    with study.database.transaction() as session:
        answering.answer_all(session, study.anna, at, answers(at, wrong={"q4"}), now=NOON)
    (attempt,) = study.rows(CheckAttempt)
    assert (attempt.number, attempt.finished_at, attempt.has_passed) == (1, NOON, True)
    assert [(done.module, done.step) for done in study.rows(StepDone)] == [("one", "check")]


def test_the_last_answer_finishes_an_attempt_and_no_earlier_one(study: Study) -> None:
    at = study.at("one/check")
    finished = []
    for question in reversed(at.step.questions):
        with study.database.transaction() as session:
            answering.answer(session, study.anna, at, question, question.right, now=NOON)
        finished.append(study.rows(CheckAttempt)[0].finished_at)
    assert finished == [None, None, None, None, NOON]


def test_who_fails_tries_again_and_passes(study: Study) -> None:
    at = study.at("one/check")
    with study.database.transaction() as session:
        answering.answer_all(session, study.anna, at, answers(at, wrong={"q1", "q2"}), now=NOON)
    assert not study.rows(StepDone)
    for _click in range(2):
        with study.database.transaction() as session:
            answering.try_again(session, study.anna, at, now=later(5))
    with study.database.transaction() as session:
        answering.answer_all(session, study.anna, at, answers(at), now=later(9))
    assert [(one.number, one.has_passed) for one in study.rows(CheckAttempt)] == [(1, False), (2, True)]
    assert [done.done_at for done in study.rows(StepDone)] == [later(9)]
    first = [answer.is_right for answer in study.rows(CheckAnswer)[:5]]
    assert first.count(False) == 2


def test_an_open_attempt_is_not_begun_again(study: Study) -> None:
    at = study.at("one/check")
    with study.database.transaction() as session:
        answering.answer(session, study.anna, at, question_of(at, "q1"), ["no"], now=NOON)
        answering.try_again(session, study.anna, at, now=NOON)
    assert [attempt.number for attempt in study.rows(CheckAttempt)] == [1]


def test_who_has_passed_stays_done_after_failing_another_time(study: Study) -> None:
    at = study.at("one/check")
    with study.database.transaction() as session:
        answering.answer_all(session, study.anna, at, answers(at), now=NOON)
        answering.try_again(session, study.anna, at, now=later(1))
        answering.answer_all(session, study.anna, at, answers(at, wrong={"q1", "q2", "q4"}), now=later(2))
    assert [one.has_passed for one in study.rows(CheckAttempt)] == [True, False]
    assert [done.done_at for done in study.rows(StepDone)] == [NOON]


# Exemptions.


def exempt(session: Session, study: Study, starts_on: date, ends_on: date | None, reason: str = "Annat arbete") -> None:
    person = session.get_one(Person, study.anna.person_id)
    exemptions.exempt(
        session, person, "small", starts_on=starts_on, ends_on=ends_on, reason=reason, actor=study.anna.actor, now=NOON
    )


def standing_of(study: Study, learner: Learner) -> list[tuple[str, date]]:
    return [(row.bucket, row.starts_on) for row in study.rows(CourseStanding) if row.person_id == learner.person_id]


def test_an_exemption_takes_its_days_out_of_coverage_and_ending_it_gives_them_back(study: Study) -> None:
    first, last = NOON.date(), NOON.date() + timedelta(days=30)
    with study.database.transaction() as session:
        exempt(session, study, first, None)
    assert standing_of(study, study.anna)[-1] == ("exempt", first)
    assert [bucket for bucket, _day in standing_of(study, study.bo)] == ["not-started"]
    with study.database.transaction() as session:
        end_the_exemption(session, study, days_later=30)
    assert standing_of(study, study.anna)[-2:] == [("exempt", first), ("not-started", last + timedelta(days=1))]
    assert not study.differs_from_a_recount()
    assert [len(events(study, name)) for name in ("exempted", "exemption-ended")] == [1, 1]


def test_an_exemption_that_has_not_begun_goes_when_it_is_ended(study: Study) -> None:
    with study.database.transaction() as session:
        exempt(session, study, NOON.date(), None)
    with study.database.transaction() as session:
        end_the_exemption(session, study, days_later=-1)
    assert not study.rows(Exemption)
    assert [bucket for bucket, _day in standing_of(study, study.anna)] == ["not-started"]


@pytest.mark.parametrize(
    ("days", "reason"), [(-1, "Annat arbete"), (5, f"Ring {PHONE}")], ids=["ends before it begins", "names a phone"]
)
def test_an_exemption_that_is_refused_leaves_nothing(study: Study, days: int, reason: str) -> None:
    before = contents(study.database)
    with pytest.raises(DomainError), study.database.transaction() as session:
        exempt(session, study, NOON.date(), NOON.date() + timedelta(days=days), reason)
    assert changed_tables(before, contents(study.database)) == set()


# Two at once.


def test_finishing_the_same_step_at_once_does_it_once(study: Study) -> None:
    at = study.at("one/first")
    deeds = [lambda session: service.finish_step(session, study.anna, at, now=NOON)] * 3
    assert not at_once(study.database, *deeds)
    assert [len(study.rows(table)) for table in (Enrolment, StepDone)] == [1, 1]
    assert len(events(study, "course-started")) == 1


def test_finishing_the_last_two_steps_at_once_completes_once(study: Study) -> None:
    *most, before_last, last = study.everywhere
    with study.database.transaction() as session:
        service.finish_steps(session, study.anna, study.course, [(at, NOON) for at in most])
    assert not at_once(
        study.database,
        lambda session: service.finish_step(session, study.anna, before_last, now=NOON),
        lambda session: service.finish_step(session, study.anna, last, now=NOON),
    )
    assert [enrolment.completed_at for enrolment in study.rows(Enrolment)] == [NOON]
    assert len(events(study, "course-completed")) == 1
    assert not study.differs_from_a_recount()


def test_answering_the_same_question_at_once_keeps_one_answer(study: Study) -> None:
    at = study.at("one/check")
    question = question_of(at, "q1")
    assert not at_once(
        study.database,
        lambda session: answering.answer(session, study.anna, at, question, ["yes"], now=NOON),
        lambda session: answering.answer(session, study.anna, at, question, ["no"], now=NOON),
        lambda session: answering.choose(session, study.anna, at, question, ["more"], now=NOON),
    )
    (answer,) = study.rows(CheckAnswer)
    assert answer.chosen in (["yes"], ["no"])
    assert [len(study.rows(table)) for table in (Enrolment, CheckAttempt)] == [1, 1]


def test_trying_again_at_once_begins_one_attempt(study: Study) -> None:
    at = study.at("one/check")
    with study.database.transaction() as session:
        answering.answer_all(session, study.anna, at, answers(at, wrong={"q1", "q2"}), now=NOON)
    deeds = [lambda session: answering.try_again(session, study.anna, at, now=NOON)] * 3
    assert not at_once(study.database, *deeds)
    assert [attempt.number for attempt in study.rows(CheckAttempt)] == [1, 2]


def test_saving_two_texts_at_once_keeps_one_and_gives_the_other_back(study: Study) -> None:
    at, found = study.at("one/exercise"), []

    def write(text: str, session: Session) -> None:
        found.append(reflecting.save_one(session, study.anna, at, "noticed", text, seen_revision=0, now=NOON))

    assert not at_once(study.database, lambda session: write("Ett", session), lambda session: write("Två", session))
    kept, refused = sorted(found, key=lambda outcome: not outcome.is_saved)
    assert [(row.text, row.revision) for row in study.rows(ReflectionText)] == [(kept.text, 1)]
    assert (refused.is_saved, refused.elsewhere) == (False, kept.text)


def test_keeping_the_place_from_two_tabs_at_once_keeps_one(study: Study) -> None:
    deeds = [
        lambda session: service.keep_place(session, study.anna, study.at("one/first"), block="b1", now=NOON),
        lambda session: service.keep_place(session, study.anna, study.at("two/second"), block="b2", now=NOON),
    ]
    assert not at_once(study.database, *deeds)
    assert len(study.rows(ReadingPlace)) == 1


def end_the_exemption(session: Session, study: Study, *, days_later: int) -> None:
    (found,) = exemptions.exemptions_of(session, session.get_one(Person, study.anna.person_id))
    last_day = NOON.date() + timedelta(days=days_later)
    exemptions.end_exemption(session, found, actor=study.anna.actor, last_day=last_day, now=NOON)


def test_learning_while_somebody_else_changes_ones_facts_leaves_the_intervals_right(study: Study) -> None:
    with study.database.transaction() as session:
        exempt(session, study, NOON.date(), None)
    learning, raised = study.database.session(), []
    service.finish_step(learning, study.anna, study.at("one/first"), now=later(-9000))
    other = Thread(
        target=lambda: raised.extend(at_once(study.database, lambda one: end_the_exemption(one, study, days_later=9)))
    )
    other.start()
    other.join(timeout=0.4)  # long enough to read what it is about to rewrite, if nothing makes it wait
    learning.commit()
    learning.close()
    other.join()
    assert not raised
    assert not study.differs_from_a_recount()
    buckets = [bucket for bucket, _day in standing_of(study, study.anna)]
    assert buckets == ["not-started", "under-way", "exempt", "under-way"]
