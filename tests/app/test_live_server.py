from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Thread

import pytest

from territory_sim.app.live_server import ASKED_BY_PAGE, LiveServer
from territory_sim.app.serve import live_server
from territory_sim.errors import ScenarioError
from tests.worlds import SMALL

PAGE = {ASKED_BY_PAGE: "page"}


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    """A server of one small scenario on a free port."""
    served = live_server(["scenario=status_quo", *SMALL], 0, replications=2)
    thread = Thread(target=served.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


def ask(server: LiveServer, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """Ask the server and give status and text of its answer."""
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=120)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    status, text = answer.status, answer.read().decode()
    connection.close()
    return status, text


def test_the_page_is_served_to_its_own_host_alone(server: LiveServer) -> None:
    """Another host's name or another page's origin is turned away, and so is a run without our header."""
    assert ask(server, "/", {})[0] == 200
    assert ask(server, "/", {"Host": "evil.example"})[0] == 403
    assert ask(server, "/", {"Origin": "http://evil.example"})[0] == 403
    assert ask(server, "/run?base=status_quo", {})[0] == 403
    assert ask(server, "/run?base=status_quo", PAGE | {"Origin": "http://evil.example"})[0] == 403
    assert ask(server, "/etc/passwd", {})[0] == 404


def test_a_wrong_parameter_gets_one_line(server: LiveServer) -> None:
    """The answer names what was given and what is allowed."""
    status, text = ask(server, "/run?base=status_quo&reps=many", PAGE)
    assert status == 400
    assert "from 2 to 120" in text
    assert "\n" not in text.strip()


@pytest.mark.slow
def test_a_run_comes_day_by_day_and_the_same_question_gets_the_same_answer(server: LiveServer) -> None:
    """First the head, then all days, then gauges of each replication; asked again, the same bytes."""
    status, text = ask(server, "/run?base=status_quo&reps=5&moves=3:1", PAGE)
    assert status == 200
    lines = [json.loads(line) for line in text.splitlines() if line]
    assert len(lines[0]["head"]["reps"]) == 5
    assert lines[0]["head"]["units"][3] == 1
    assert sum(len(line.get("days", [])) for line in lines) == 20
    assert sum("gauges" in line for line in lines) == 2
    assert ask(server, "/run?base=status_quo&reps=5&moves=3:1", PAGE) == (status, text)


def test_a_busy_port_is_one_fault() -> None:
    """Whoever starts a second server is told so in a sentence."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        with pytest.raises(ScenarioError, match="taken"):
            LiveServer(busy.getsockname()[1], "", {})
