"""The site as gunicorn serves it in the bench: settings from the environment, content from a folder of the bench."""

import os
from pathlib import Path

from app import create_app

application = create_app(content=Path(os.environ["BENCH_CONTENT"]))
