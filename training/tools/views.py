"""The pages of the tool library."""

from flask import Blueprint, Flask, Response, abort, current_app, render_template

from core import paper
from core.i18n import language
from core.template_names import name_for_templates
from organisation.access import Permission, requires
from organisation.process import ProcessStep, step_name
from training.catalogue import Step
from training.here import catalogue
from training.tools.toolbox import Tool, Toolbox

bp = Blueprint("tools", __name__, url_prefix="/tools")


def init_app(app: Flask, toolbox: Toolbox) -> None:
    """Register the pages, and let lessons name the tools they teach."""
    app.extensions["metodstod_toolbox"] = toolbox
    app.register_blueprint(bp)
    name_for_templates(app, tools_of=tools_of, step_name=step_name)


def _toolbox() -> Toolbox:
    found: Toolbox = current_app.extensions["metodstod_toolbox"]
    return found


def tools_of(step: Step) -> list[Tool]:
    """The tools that a lesson teaches."""
    return _toolbox().of_lesson(step)


def tool_or_404(tool_id: str) -> Tool:
    """The tool of that id."""
    return _toolbox().tool(tool_id, language()) or abort(404)


@bp.get("")
@requires(Permission.LEARN)
def show() -> str:
    """The process with each tool at its step, then every tool by name."""
    by_step = _toolbox().by_step(language())
    return render_template(
        "tools/show.html",
        by_step={step: tools for step, tools in by_step.items() if step is not ProcessStep.LEARNING},
        learning=by_step[ProcessStep.LEARNING],
        tools=list(_toolbox().tools(language())),
    )


@bp.get("/<tool_id>")
@requires(Permission.LEARN)
def tool(tool_id: str) -> str:
    """A tool: what it is for, how it is used, an example, and where it is taught."""
    found = tool_or_404(tool_id)
    lessons = [step for key in found.lesson_keys if (step := catalogue().step(key, language()))]
    return render_template("tools/tool.html", tool=found, lessons=lessons)


@bp.get("/<tool_id>/blank.pdf")
@requires(Permission.LEARN)
def blank_file(tool_id: str) -> Response | tuple[str, int]:
    """The tool's blank as a PDF file."""
    if not paper.is_possible():
        abort(404)
    found = tool_or_404(tool_id)
    return paper.answer(render_template("tools/paper.html", tool=found), f"{found.id}-{found.language}")


@bp.get("/<tool_id>/blank")
@requires(Permission.LEARN)
def blank(tool_id: str) -> str:
    """The tool's blank, to print on one A4 page."""
    return render_template("tools/blank.html", tool=tool_or_404(tool_id))
