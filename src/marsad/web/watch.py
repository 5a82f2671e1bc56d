"""What machines ask a desk: whether it is well (``/healthz``) and how it is doing (``/metrics``, for Prometheus).

Neither says anything of what is in the store but how much of it there is. The one file that needs prometheus_client.
"""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import Iterator
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.errors import StoreError
from marsad.store import Store
from marsad.web.state import CurrentDesk

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric

router = APIRouter(include_in_schema=False)
_access = logging.getLogger("marsad.access")
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_PASSED_ON = ("forwarded", "x-forwarded-for", "via")
"""Headers of what another server passes on: it may come from anywhere."""

_SECONDS = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0)


@router.get("/healthz")
def answer_health(desk: CurrentDesk) -> Response:
    """200 where the store answers, else 503; for everybody, as it says nothing else."""
    try:
        desk.store.version()
    except StoreError:
        return PlainTextResponse("the store does not answer\n", 503)
    return PlainTextResponse("ok\n")


@router.get("/metrics")
def answer_metrics(request: Request, desk: CurrentDesk) -> Response:
    """Counts and times in Prometheus' format, for those who show the token; without one set, for this machine alone."""
    from prometheus_client import generate_latest
    from prometheus_client.exposition import CONTENT_TYPE_LATEST

    if not _may_ask(request, desk.settings.metrics_token):
        return PlainTextResponse("metrics need the token of MARSAD_METRICS_TOKEN: Authorization: Bearer TOKEN\n", 401)
    try:
        return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)
    except StoreError:
        return PlainTextResponse("the store does not answer\n", 503)


def _may_ask(request: Request, token: str) -> bool:
    if token:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
    here = request.client is not None and request.client.host in _LOOPBACK
    return here and not any(name in request.headers for name in _PASSED_ON)


def build_registry(store: Store) -> CollectorRegistry:
    """The registry of one desk: its process, its version, and what its store holds at the moment of asking."""
    from prometheus_client import CollectorRegistry, Info, ProcessCollector

    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    Info("marsad", "The version that runs.", registry=registry).info({"version": version("marsad")})
    registry.register(_Holdings(store))
    return registry


class _Holdings:
    """How much the store holds, counted when somebody asks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> list[Metric]:
        """Nothing: else the store would be asked when the registry is built."""
        return []

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        entries, claims = self._store.count_register()
        counts = {
            "documents": ("Documents in the store.", self._store.count_documents()),
            "claims": ("Claims that were found in them.", claims),
            "entries": ("Entries of the register.", entries),
            "failures": ("Inputs that gave no document.", len(self._store.failures())),
        }
        for name, (meaning, count) in counts.items():
            yield GaugeMetricFamily(f"marsad_{name}", meaning, value=count)
        yield CounterMetricFamily("marsad_changes", "Rows of the log.", value=self._store.version())


class Measure:
    """Wraps the application: counts requests by method and status, times them, and logs each where logs are JSON."""

    def __init__(self, app: ASGIApp, *, registry: CollectorRegistry) -> None:
        from prometheus_client import Counter, Histogram

        self._app = app
        self._requests = Counter("marsad_requests", "Requests.", ("method", "status"), registry=registry)
        self._times = Histogram(
            "marsad_request_seconds", "From request to answer.", buckets=_SECONDS, registry=registry
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = HTTPStatus.INTERNAL_SERVER_ERROR.value, time.perf_counter()

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            took = time.perf_counter() - began
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._requests.labels(method, str(status)).inc()
            self._times.observe(took)
            fields = {"method": method, "path": scope["path"], "status": status, "ms": round(1000 * took, 1)}
            _access.info("request", extra={"fields": fields})


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
