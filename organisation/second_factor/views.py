"""Pages for turning the second factor on and off and for confirming a browser, and what stands in the way until it is."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from core import clock, places
from core.audit import say
from core.database import READING_METHODS, current_database, request_session, roll_back_request
from core.errors import DomainError
from core.resume import kept_for_later
from core.security import is_own_page
from organisation.access import SecondFactorNeeded, Viewer, demo_is_on, signed_in, viewer
from organisation.models import Person
from organisation.second_factor import demo_phone, queries, rules, service
from organisation.second_factor.forms import RESET_BECAUSE, CodeForm

bp = Blueprint("second_factor", __name__)


def init_app(app: Flask) -> None:
    """Register the pages, the link under one's name, and what happens where a second factor is needed."""
    app.register_blueprint(bp)
    app.register_error_handler(SecondFactorNeeded, _ask_for_it)
    places.registry(app).account_links.append(_link)
    say("reset_because", lambda because: str(RESET_BECAUSE.get(because, because)))


def _link(_person: Viewer) -> places.Link:
    return places.Link(
        _("Two-step verification"), url_for("second_factor.show"), "lock", request.blueprint == "second_factor"
    )


def _ask_for_it(_error: Exception) -> AnyResponse | tuple[str, int]:
    """Lead to where one confirms or sets up; what was being sent stays in the page, to be sent again."""
    roll_back_request()
    is_on = queries.has_factor(request_session(), viewer().id)
    page = "second_factor.confirm" if is_on else "second_factor.show"
    if request.method in READING_METHODS:
        return redirect(url_for(page, next=request.full_path.rstrip("?")))
    return render_template("second_factor/again.html", kept=kept_for_later(), is_on=is_on, page=url_for(page)), 403


def _browser() -> service.Browser:
    return service.Browser(viewer().actor, viewer().id, viewer().session_id, request.remote_addr or "")


def _wanted() -> str:
    """The page that was wanted when a second factor was asked for, or nothing."""
    wanted = request.values.get("next")
    return str(wanted) if is_own_page(wanted) else ""


def _page(name: str, form: CodeForm, **more: object) -> str:
    """A page with a form for a code; in the demo it can show what a phone would."""
    has_phone, phone = demo_is_on() and viewer().is_fictional, None
    if has_phone and request.args.get("phone"):
        phone = form.code.data = demo_phone.shown_code(request_session(), _browser(), now=clock.now())
    wanted = _wanted()
    return render_template(
        f"second_factor/{name}.html", form=form, next=wanted, has_phone=has_phone, phone=phone, **more
    )


def _state_page(form: CodeForm) -> str:
    factor = queries.factor_of(request_session(), viewer().id)
    return _page("show", form, factor=factor, all_codes=rules.RECOVERY_CODES)


@bp.get("/account/second-factor")
@signed_in
def show() -> str:
    """Whether the second factor is on; how to turn it on, or off."""
    return _state_page(CodeForm(formdata=None))


@bp.post("/account/second-factor/begin")
@signed_in
def begin() -> AnyResponse:
    """Begin to set up a second factor in this browser."""
    service.begin(request_session(), _browser())
    request_session().commit()
    return redirect(url_for("second_factor.set_up", next=_wanted() or None), 303)


def _set_up_page(form: CodeForm, seed: str) -> str:
    secret = service.secret_of(seed)
    address = rules.app_address(secret, request_session().get_one(Person, viewer().id).email)
    form.code.description = _("Six digits, which the app changes twice a minute.")
    return _page(
        "set_up",
        form,
        address=address,
        picture=Markup(rules.qr_picture(address)),  # noqa: S704  our own drawing of squares
        key=rules.in_groups(rules.key_text(secret)),
    )


@bp.get("/account/second-factor/set-up")
@signed_in
def set_up() -> AnyResponse | str:
    """The key for the app, as a picture and in letters, while it is being set up."""
    seed = queries.seed_being_set_up(request_session(), viewer().session_id)
    if seed is None:
        return redirect(url_for("second_factor.show", next=_wanted() or None))
    return _set_up_page(CodeForm(formdata=None), seed)


@bp.post("/account/second-factor/set-up")
@signed_in
def add() -> AnyResponse | str | tuple[str, int]:
    """Turn it on with the first code from the app, and show the recovery codes, this once."""
    session, form = request_session(), CodeForm()
    seed = queries.seed_being_set_up(session, viewer().session_id)
    if seed is None:
        return redirect(url_for("second_factor.show", next=_wanted() or None), 303)
    try:
        if form.validate():
            codes = service.add(session, _browser(), form.code.data or "", now=clock.now())
            session.commit()
            return _codes_page(codes)
    except service.WrongCode as refusal:
        form.code.errors = [refusal.message]
    session.rollback()
    return _set_up_page(form, seed), 422


def _codes_page(codes: list[str]) -> str:
    written = [rules.in_groups(code) for code in codes]
    return render_template("second_factor/codes.html", codes=written, next=_wanted() or url_for("second_factor.show"))


@bp.post("/account/second-factor/change")
@signed_in
def change() -> AnyResponse | str | tuple[str, int]:
    """Make new recovery codes, or turn it off: both ask for a code."""
    form = CodeForm()
    if not form.validate():
        return _state_page(form), 422
    try:
        return _changed(form.code.data or "", is_off=request.form.get("intent") == "off")
    except service.NotOn:  # sent twice: it is off
        return redirect(url_for("second_factor.show"), 303)
    except DomainError as refusal:
        form.code.errors = [refusal.message]
        return _state_page(form), refusal.status


def _changed(code: str, *, is_off: bool) -> AnyResponse | str:
    how = (current_database(), request_session(), _browser(), code)
    if is_off:
        service.remove(*how, now=clock.now())
        request_session().commit()
        flash(_("Two-step verification is off. Take the account away in the app too."))
        return redirect(url_for("second_factor.show"), 303)
    codes = service.renew_recovery_codes(*how, now=clock.now())
    request_session().commit()
    return _codes_page(codes)


@bp.get("/account/second-factor/confirm")
@signed_in
def confirm() -> AnyResponse | str:
    """Ask for a code, and say what it is for."""
    if viewer().has_second_factor:
        return redirect(_wanted() or url_for("second_factor.show"))
    if not queries.has_factor(request_session(), viewer().id):
        return redirect(url_for("second_factor.show", next=_wanted() or None))
    return _page("confirm", CodeForm(formdata=None))


@bp.post("/account/second-factor/confirm")
@signed_in
def give_code() -> AnyResponse | tuple[str, int]:
    """Confirm this browser, and go on to where one was going."""
    form, session, browser = CodeForm(), request_session(), _browser()
    if viewer().has_second_factor:  # sent twice: once is enough
        return redirect(_wanted() or url_for("second_factor.show"), 303)
    if not form.validate():
        return _page("confirm", form), 422
    try:
        service.confirm(current_database(), session, browser, form.code.data or "", now=clock.now())
    except DomainError as refusal:
        form.code.errors = [refusal.message]
        return _page("confirm", form), refusal.status
    session.commit()
    _say_that_it_is_confirmed(form.code.data or "")
    return redirect(_wanted() or url_for("second_factor.show"), 303)


def _say_that_it_is_confirmed(code: str) -> None:
    """After a recovery code how many are left; on the way to nowhere, that one can go back."""
    if rules.is_recovery_code(code):
        factor = queries.factor_of(request_session(), viewer().id)
        left = factor.codes_left if factor else 0
        flash(ngettext("You have %(num)s recovery code left.", "You have %(num)s recovery codes left.", left))
    if not _wanted():
        flash(
            _("This browser is confirmed until you sign out. What you were sending elsewhere you can send again now.")
        )
