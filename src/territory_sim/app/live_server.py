"""The live page on this machine alone: a small server that simulates what sliders ask for."""

from __future__ import annotations

import errno
import queue
import socket
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from territory_sim.app.live_question import Base, job_of
from territory_sim.app.live_worker import Job, LiveWorker
from territory_sim.app.map_stock import MapStock
from territory_sim.errors import Fault, ScenarioError

if TYPE_CHECKING:
    from territory_sim.app.live_worlds import MapKey
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.territories.alignment import Alignment

HOST: Final = "127.0.0.1"
ASKED_BY_PAGE: Final = "X-Territory-Sim"
"""Header that a page of another origin cannot send without being refused first."""
_KEPT_ANSWERS: Final = 16
_ANSWERS_FIRST: Final = 2
"""Answers, one for each pane, before maps are drawn ahead."""


class LiveServer(ThreadingHTTPServer):
    """Serves one page and answers its questions.

    Args:
        port: Port on this machine; 0 for any free one.
        page: The page.
        bases: Scenarios by id, with which the panes begin.
        config_dirs: Folders with the user's own configs.
        replications: Replications of each answer.
        maps: Scenarios whose maps are drawn ahead while nobody asks.
        workers: Processes that simulate; one for each pane.

    Raises:
        ScenarioError: When the port is taken.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self,
        port: int,
        page: str,
        bases: Mapping[str, Base],
        *,
        config_dirs: tuple[str, ...] = (),
        replications: int = 1,
        maps: Sequence[Scenario] = (),
        workers: int = 2,
    ) -> None:
        self._all_workers: list[LiveWorker] = []
        self._stock: MapStock | None = None
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as broken:
            taken = "is taken by another program" if broken.errno == errno.EADDRINUSE else "cannot be opened"
            raise ScenarioError(
                [Fault(where="port", given=str(port), allowed=taken, hint="port=0 takes a free one")]
            ) from None
        self.page = page.encode()
        self._bases = dict(bases)
        self._replications = replications
        self._answers: OrderedDict[Job, list[bytes]] = OrderedDict()
        self._lock = Lock()
        scenarios = {name: (base.overrides, base.world) for name, base in bases.items()}
        self._all_workers += [LiveWorker(scenarios, config_dirs) for _ in range(workers if bases else 0)]
        self._maps_ahead = tuple(maps)
        self.workers: queue.Queue[LiveWorker] = queue.Queue()
        for worker in self._all_workers:
            self.workers.put(worker)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self.server_address[1]}/"

    def job(self, query: str) -> Job:
        """Read a question.

        Args:
            query: Query of its address.

        Returns:
            What is to be simulated.

        Raises:
            ScenarioError: When anything in it is not allowed.
        """
        return job_of(query, self._bases, self._replications)

    def known_answer(self, job: Job) -> list[bytes] | None:
        """Return the answer to a question that was asked before.

        Args:
            job: The question.

        Returns:
            Its lines; None when it is new.
        """
        with self._lock:
            return self._answers.get(job)

    def keep_answer(self, job: Job, lines: list[bytes]) -> None:
        """Keep a whole answer.

        Args:
            job: The question.
            lines: Its lines.
        """
        with self._lock:
            self._answers[job] = lines
            while len(self._answers) > _KEPT_ANSWERS:
                self._answers.popitem(last=False)
            # Not before: the first answers shall not wait for maps nobody has asked for.
            if self._stock is None and self._maps_ahead and len(self._answers) >= _ANSWERS_FIRST:
                self._stock = MapStock(self._maps_ahead)

    def maps(self) -> list[tuple[MapKey, Alignment]]:
        """List the maps drawn ahead.

        Returns:
            The maps drawn so far, each with what it depends on.
        """
        with self._lock:
            return [] if self._stock is None else [*self._stock.maps]

    def keep_map(self, drawn: tuple[MapKey, Alignment]) -> None:
        """Keep a map that one worker had to draw, for the other.

        Args:
            drawn: The map, with what it depends on.
        """
        with self._lock:
            if self._stock is not None:
                self._stock.add(drawn)

    def server_close(self) -> None:
        """Free the port and end the workers."""
        super().server_close()
        if self._stock is not None:
            self._stock.close()
        for worker in self._all_workers:
            worker.close()


class _Handler(BaseHTTPRequestHandler):
    server: LiveServer
    protocol_version = "HTTP/1.0"  # an answer ends where the connection does

    def do_GET(self) -> None:
        """Answer: the page, or a run."""
        asked = urlsplit(self.path)
        if not self._is_ours():
            self._say(403, "Only the page of this server may ask it.")
        elif asked.path == "/":
            self._send(200, "text/html; charset=utf-8", self.server.page)
        elif asked.path == "/run" and self.headers.get(ASKED_BY_PAGE) != "page":
            self._say(403, "Only the page of this server may ask for a run.")
        elif asked.path == "/run":
            self._run(asked.query)
        else:
            self._say(404, "There is nothing here but the page at /.")

    def _is_ours(self) -> bool:
        port = self.server.server_address[1]
        ours = {f"{name}:{port}" for name in (HOST, "localhost")}
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        return host in ours and (origin is None or origin.removeprefix("http://") in ours)

    def _run(self, query: str) -> None:
        try:
            job = self.server.job(query)
        except ScenarioError as broken:
            self._say(400, "; ".join(str(fault) for fault in broken.faults))
            return
        self._head(200, "application/x-ndjson; charset=utf-8")
        try:
            known = self.server.known_answer(job)
            if known is not None:
                self.wfile.write(b"".join(known))
            else:
                self._simulate(job)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the page has asked something else meanwhile

    def _simulate(self, job: Job) -> None:
        worker, lines = self.server.workers.get(), list[bytes]()
        try:
            if self._page_has_gone():
                return
            with closing(worker.lines(job, self.server.maps(), self.server.keep_map)) as answer:
                for line in answer:
                    self.wfile.write(line)
                    lines.append(line)
        finally:
            self.server.workers.put(worker)
        self.server.keep_answer(job, lines)

    def _page_has_gone(self) -> bool:
        """Say whether the page has hung up while it waited for a worker."""
        try:
            return not self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False

    def _say(self, status: int, sentence: str) -> None:
        self._send(status, "text/plain; charset=utf-8", sentence.encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self._head(status, kind, len(content))
        self.wfile.write(content)

    def _head(self, status: int, kind: str, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class has
        """Keep quiet: the terminal shows the address and what goes wrong."""
