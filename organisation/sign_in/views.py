"""Pages for signing in and out, setting a password, choosing a language, and the demo's people."""

from datetime import timedelta

from flask import Blueprint, Flask, Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.access import public
from core.database import current_database, request_session, roll_back_request
from core.errors import DomainError
from core.i18n import LANGUAGES, language_cookie
from core.resume import carried_form, kept_for_later
from core.security import is_own_page
from core.settings import Settings
from organisation.access import Viewer, demo_is_on, signed_in, viewer
from organisation.models import Person
from organisation.sign_in import demo_people, queries, service
from organisation.sign_in.forms import PasswordForm, SignInForm
from organisation.sign_in.passwords import WeakPassword

bp = Blueprint("sign_in", __name__)
login_manager = LoginManager()
TOKEN = "token"  # noqa: S105  the name of the cookie's entry, not a token
YEAR = timedelta(days=365)
SAME_FOR_ALL = frozenset({"static", "files.picture", "files.service_worker"})
"""Files are the same for everybody: who is signed in is not asked for them."""


def init_app(app: Flask, settings: Settings) -> None:
    """Let flask-login find the viewer through the session's token."""
    app.config["SESSION_LIMITS"] = queries.Limits(
        timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours)
    )
    app.config["DEMO"] = settings.demo
    # As a global it is looked up when a page asks for it: an error page of a lost database never does.
    login_manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = current_user
    login_manager.session_protection = None  # sessions live in the database
    app.before_request(_use_own_language)
    app.register_error_handler(401, _ask_to_sign_in)
    app.register_blueprint(bp)


@login_manager.request_loader
def load_viewer(_request: object) -> Viewer | None:
    """The viewer of the request's token, or None."""
    token = cookie.get(TOKEN)
    if not token:
        return None
    now = clock.now()
    with current_database().session(writes=False) as session:
        found = queries.signed_in(session, service.digest(token), limits=current_app.config["SESSION_LIMITS"], now=now)
    if found is None:
        return None
    service.keep_alive(current_database(), found.session_id, seen_at=found.seen_at, now=now)
    return found.viewer


def _use_own_language() -> None:
    if request.endpoint not in SAME_FOR_ALL and current_user.is_authenticated:
        g.own_language = viewer().language


def _ask_to_sign_in(_error: Exception) -> tuple[str, int] | AnyResponse:
    """Ask for sign-in; what was being sent is carried in the page and nowhere else."""
    roll_back_request()
    if request.method == "GET":
        return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")))
    return _sign_in_page(SignInForm(formdata=None), kept=kept_for_later()), 401


def _sign_in_page(form: SignInForm, **more: object) -> str:
    people = demo_people.people(request_session()) if demo_is_on() else []
    return render_template("sign_in/show.html", form=form, people=people, **more)


@bp.get("/sign-in")
@public
def show() -> AnyResponse | str:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(_wanted_page())
    return _sign_in_page(SignInForm(formdata=None), next=request.args.get("next", ""))


@bp.post("/sign-in")
@public
def submit() -> AnyResponse | tuple[str, int]:
    """Sign in with e-mail and password."""
    form = SignInForm()
    kept = carried_form()
    if not form.validate():
        return _sign_in_page(form, kept=kept), 422
    try:
        person = service.sign_in(
            current_database(),
            request_session(),
            email=form.email.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
            now=clock.now(),
        )
    except DomainError as refusal:
        form.password.errors = [refusal.message]
        return _sign_in_page(form, kept=kept), refusal.status
    _start(person, way="password")
    return _continue(kept)


@bp.post("/demo/sign-in")
@public
def demo_sign_in() -> AnyResponse | tuple[str, int]:
    """Sign in as one of the demo's people."""
    if not demo_is_on():
        abort(404)
    person = demo_people.find(request_session(), request.form.get("persona", ""))
    if person is None:
        abort(404)
    kept = carried_form()
    _start(person, way="demo")
    return _continue(kept)


def _start(person: Person, *, way: str) -> None:
    """Give the browser a new session with a new token; the one it had ends."""
    session, now = request_session(), clock.now()
    service.forget_ended_sessions(session, current_app.config["SESSION_LIMITS"], now=now)
    if cookie.get(TOKEN):
        service.drop_session(session, cookie[TOKEN])
    token = service.open_session(session, person, way=way, now=now)
    session.commit()
    cookie.clear()
    g.pop("csrf_token", None)  # the old session's: a page rendered by this very request needs the new one's
    cookie[TOKEN] = token


def _continue(kept: object) -> AnyResponse | tuple[str, int]:
    """Go to the page that was wanted, or let the person send again what was interrupted."""
    if kept is not None:
        return render_template("core/resume.html", kept=kept), 200
    return redirect(_wanted_page(), 303)


def _wanted_page() -> str:
    wanted = request.values.get("next")
    return str(wanted) if is_own_page(wanted) else url_for("home.show")


@bp.post("/sign-out")
@signed_in
def sign_out() -> AnyResponse:
    """Sign this browser out."""
    service.close_session(request_session(), cookie[TOKEN], actor=viewer().actor, now=clock.now())
    request_session().commit()
    cookie.clear()
    flash(_("You are signed out."))
    return redirect(url_for("sign_in.show"), 303)


@bp.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> AnyResponse:
    """Sign the viewer out of every browser."""
    service.close_all_sessions(request_session(), viewer().id, actor=viewer().actor, now=clock.now())
    request_session().commit()
    cookie.clear()
    flash(_("You are signed out on every phone and computer."))
    return redirect(url_for("sign_in.show"), 303)


@bp.route("/password/<token>", methods=["GET", "POST"])
@public
def password(token: str) -> AnyResponse | str | tuple[str, int]:
    """Set a password through a one-time link."""
    session, form, now = request_session(), PasswordForm(), clock.now()
    person = service.person_of_link(session, token, now=now)
    if request.method == "GET":
        return render_template("sign_in/password.html", form=form, person=person)
    if form.validate():
        try:
            service.set_password(session, token, form.password.data or "", now=now)
        except WeakPassword as refusal:
            form.password.errors = [refusal.message]
        else:
            session.commit()
            flash(_("Your password is set. Sign in with it."))
            return redirect(url_for("sign_in.show"), 303)
    session.rollback()
    return render_template("sign_in/password.html", form=form, person=person), 422


@bp.post("/language")
@public
def choose_language() -> AnyResponse:
    """Keep the chosen language: on the person when signed in, and in a cookie."""
    wanted = request.form.get("language")
    if wanted not in LANGUAGES:
        abort(400)
    if current_user.is_authenticated:
        person = request_session().get_one(Person, viewer().id)
        person.language = wanted
        request_session().commit()
    back = request.form.get("back")
    response: Response | AnyResponse = redirect(back if is_own_page(back) and back else url_for("home.show"), 303)
    response.set_cookie(language_cookie(), wanted, max_age=YEAR, secure=not demo_is_on(), httponly=True, samesite="Lax")
    return response
