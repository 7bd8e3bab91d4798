"""Requests over HTTP: ours and a bare page on two worker processes each, from eight connections, with the memory they take."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
SECONDS = 4.0


@dataclass(frozen=True)
class Load:
    """Requests a second, and the median milliseconds of one."""

    per_second: float
    milliseconds: float


@contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Serve a WSGI application on two worker processes; gives the port and the process id of the parent."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--workers",
        "2",
        "--threads",
        "4",
        "--preload",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", application], env={**os.environ, **environment}
    )
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


def drive(port: int, request: Callable[[http.client.HTTPConnection, int], int]) -> Load:
    """Make requests from eight connections for some seconds; every answer must be a 2xx or 3xx."""
    times: list[float] = []
    wrong: list[int] = []
    ends = time.perf_counter() + SECONDS

    def one_connection(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        turn = number * 100_000
        while time.perf_counter() < ends:
            begun = time.perf_counter()
            status = request(connection, turn)
            times.append(time.perf_counter() - begun)
            turn += 1
            if status >= 400:
                wrong.append(status)
        connection.close()

    threads = [threading.Thread(target=one_connection, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"{len(wrong)} answers were refused, such as {wrong[0]}")
    times.sort()
    return Load(len(times) / SECONDS, 1000 * times[len(times) // 2])


def memory_of(parent: int) -> tuple[int, int]:
    """Resident and proportional memory of a process and its children, in MiB."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    rss = pss = 0
    for pid in (str(parent), *children):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        rss += int(re.search(r"^Rss:\s+(\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
        pss += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
    return rss // 1024, pss // 1024
