"""The desk of the second reader: samples from elsewhere, to read and to release, return, stop or erase."""

from collections.abc import Callable

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session, roll_back_request
from fidelity.reviews.samples import erasing, forms, queries, reading, service
from fidelity.reviews.samples.models import Sample
from fidelity.reviews.samples.texts import Reader
from organisation.access import Permission, requires, viewer

bp = Blueprint("sample_release", __name__, url_prefix="/reviews/samples/to-release")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)
    app.jinja_env.globals["place_value"] = forms.place_value


@bp.get("")
@requires(Permission.RELEASE_SAMPLES, with_second_factor=True)
def show() -> str:
    """What waits to be read by somebody who does not work where it comes from."""
    return render_template(
        "sample_release/show.html", rows=queries.to_release(request_session(), viewer(), clock.today())
    )


@bp.get("/<int:sample_id>")
@requires(Permission.RELEASE_SAMPLES, with_second_factor=True)
def sample(sample_id: int) -> str:
    """A sample to read, with what may be done with it."""
    return _page(sample_id)


def _page(sample_id: int, *, wrong: FlaskForm | None = None) -> str:
    """The page, with what is wrong in the form that was sent; its text is read, and logged, anew."""
    read = reading.sample_text_or_404(viewer(), sample_id, Reader.RELEASER)
    blank = {"return_form": forms.ReturnForm, "stop_form": forms.StopForm, "erase_form": forms.EraseForm}
    shown = {
        name: wrong if isinstance(wrong, kind) else kind(formdata=None, prefix=name.removesuffix("form"))
        for name, kind in blank.items()
    }
    return render_template(
        "sample_release/sample.html",
        sample=read,
        wrong=wrong,
        ticked=request.form.getlist("place"),
        **shown,
    )


def _far_or_404(sample_id: int) -> Sample:
    """Somebody else's sample from another unit: the service says whether it stands as it was read."""
    return queries.far_sample(request_session(), viewer(), sample_id, clock.today()) or abort(404)


def _decide(
    sample_id: int, form: FlaskForm | None, change: Callable[[Sample], None], said: str
) -> AnyResponse | tuple[str, int]:
    """Check the form, change the sample and go back to the desk."""
    sample = _far_or_404(sample_id)
    if form is not None and not form.validate():
        roll_back_request()
        return _page(sample_id, wrong=form), 422
    change(sample)
    request_session().commit()
    flash(said)
    return redirect(url_for("sample_release.show"), 303)


@bp.post("/<int:sample_id>/release")
@requires(Permission.RELEASE_SAMPLES, with_second_factor=True)
def release(sample_id: int) -> AnyResponse | tuple[str, int]:
    """Let it be drawn and rated."""

    def change(sample: Sample) -> None:
        revision = forms.sent_revision(request.form)
        service.release(request_session(), sample, revision=revision, actor=viewer().actor, now=clock.now())

    return _decide(sample_id, None, change, _("The sample is released. It can be drawn and rated."))


@bp.post("/<int:sample_id>/return")
@requires(Permission.RELEASE_SAMPLES, with_second_factor=True)
def give_back(sample_id: int) -> AnyResponse | tuple[str, int]:
    """Return it to who handed it in, with the reason and the places that were marked."""
    form = forms.ReturnForm(prefix="return_")

    def change(sample: Sample) -> None:
        service.give_back(
            request_session(),
            sample,
            form.because.data,
            forms.sent_places(request.form),
            revision=forms.sent_revision(request.form),
            actor=viewer().actor,
            now=clock.now(),
        )

    return _decide(sample_id, form, change, _("The sample is returned, with the reason, to who handed it in."))


@bp.post("/<int:sample_id>/stop")
@requires(Permission.RELEASE_SAMPLES, with_second_factor=True)
def stop(sample_id: int) -> AnyResponse | tuple[str, int]:
    """Say that it identifies somebody."""
    form = forms.StopForm(prefix="stop_")

    def change(sample: Sample) -> None:
        service.stop(request_session(), sample, form.because.data, actor=viewer().actor, now=clock.now())

    return _decide(sample_id, form, change, _("The sample is stopped. It can be erased, or returned to its unit."))


@bp.post("/<int:sample_id>/erase")
@requires(Permission.RELEASE_SAMPLES, with_second_factor=True)
def erase(sample_id: int) -> AnyResponse | tuple[str, int]:
    """Erase a stopped sample, with a protocol."""
    form = forms.EraseForm(prefix="erase_")

    def change(sample: Sample) -> None:
        revision = forms.sent_revision(request.form)
        erasing.erase_sample(request_session(), sample, revision=revision, actor=viewer().actor, now=clock.now())

    return _decide(sample_id, form, change, _("The sample is erased. The round's protocol says when and why."))
