"""Commands of tool use: `flask tool-use …`."""

from flask import Flask
from flask.cli import AppGroup

from fidelity.tool_use.importing.command import import_processes

tool_use_commands = AppGroup("tool-use", help="Processes and the tools that they have used.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(tool_use_commands)


tool_use_commands.add_command(import_processes)
