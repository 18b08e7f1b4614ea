"""Starts the simulated AWS: one HTTP server on loopback for all services."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.admin import admin_page
from devstack.simulated_aws.application import SimulatorApplication
from devstack.simulated_aws.console.pages import console_page
from devstack.simulated_aws.console.stacks import StackError, create_again
from devstack.simulated_aws.demo.seed import seed_demo
from devstack.simulated_aws.running import READY
from devstack.simulated_aws.state.simulator import Simulator, new_simulator

HOST = "127.0.0.1"
_SLOW_IMPORT = "moto.cloudformation.parsing"  # seconds, which a visitor of the console page need not wait


class _QuietHandler(MotoRequestHandler):
    """No line per request, and connections that stay open, as AWS keeps them."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer on an open connection waits for the client's acknowledgement

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    options = _parser().parse_args(arguments)
    warnings.filterwarnings("ignore", module=r"moto\b")  # it warns about error codes that AWS uses but does not model
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    if options.watch_stdin:
        threading.Thread(target=_stop_when_orphaned, args=(stopping,), daemon=True).start()
    announced = sys.stdout
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        redirect_stdout(nowhere),  # moto prints a line for each service it lacks
        _listening(options.port) as server,
    ):
        _run(server, options.state, options.demo, stopping, announced)
    os._exit(0)  # nothing is left to save, and taking moto's heap apart would last a second or two


def _run(server: BaseWSGIServer, folder: Path | None, demo: bool, stopping: threading.Event, announced: Any) -> None:
    endpoint_url = f"http://{HOST}:{server.server_port}"
    simulator = new_simulator(endpoint_url=endpoint_url, folder=folder)
    moto_state.create_portal_role()
    server.app = SimulatorApplication(simulator, pages=(admin_page, console_page))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _fill(simulator, demo=demo)
    print(f"{READY}{endpoint_url}", file=announced, flush=True)
    stopping.wait()
    server.shutdown()


def _fill(simulator: Simulator, *, demo: bool) -> None:
    if demo:
        seed_demo(simulator.endpoint_url)
        threading.Thread(target=import_module, args=(_SLOW_IMPORT,), daemon=True).start()
    for stack in simulator.stacks.load():
        try:
            create_again(stack, endpoint_url=simulator.endpoint_url)
        except StackError as error:  # one stack less is no reason not to start
            print(f"stack {stack.name} of account {stack.account_id} was not made again: {error}", file=sys.stderr)


def _listening(port: int) -> BaseWSGIServer:
    return make_server(HOST, port, _not_ready, threaded=True, request_handler=_QuietHandler)


def _not_ready(_environ: Any, start_response: Any) -> list[bytes]:
    start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
    return [b"starting"]


def _stop_when_orphaned(stopping: threading.Event) -> None:
    """Standard input ends when the process that started us does, however it ended."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stopping.set()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devstack.simulated_aws", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, help="folder in which created stacks are kept")
    parser.add_argument("--demo", action="store_true", help="seed the demo accounts")
    parser.add_argument("--watch-stdin", action="store_true", help="stop when standard input is closed")
    return parser
