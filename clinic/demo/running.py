"""Web, relay and a real Celery worker in one process, for the demonstration."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import celery.worker.state as worker_state
from celery.worker import WorkController
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections

from clinic.celery import app
from clinic.wsgi import application
from intake.management.commands import relay


class QuietHandler(WSGIRequestHandler):
    """No line per request: a link's token would stand in it."""

    def log_message(self, format: str, *args: Any) -> None:
        return


class PortTaken(Exception):
    """Another program listens there; choose another port."""


@contextmanager
def everything(*, port: int) -> Iterator[None]:
    """Serve on loopback with relay and worker until the block ends; then all of it stops."""
    try:
        server = ThreadedWSGIServer(("127.0.0.1", port), QuietHandler)
    except OSError as error:
        raise PortTaken(f"Port {port} is taken. Try PORT={port + 1} make demo.") from error
    server.set_app(application)
    stop = threading.Event()
    worker = WorkController(
        app=app,
        pool_cls="solo",
        hostname="feltsense@demo",
        without_mingle=True,
        without_gossip=True,
        without_heartbeat=True,
        loglevel="WARNING",
    )
    threads = [
        _thread(server.serve_forever),
        _thread(lambda: relay.run(stop=stop)),
        _thread(worker.start),
    ]
    try:
        yield
    finally:
        stop.set()
        worker_state.should_stop = 0  # type: ignore[assignment]  # the exit code
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join(timeout=10)


def _thread(target: Any) -> threading.Thread:
    def run() -> None:
        try:
            target()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread
