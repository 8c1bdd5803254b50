"""``territory-sim serve``: the trainers' page with levers that simulate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from territory_sim.cli.arguments import Request
from territory_sim.cli.first_use import announce_first_use
from territory_sim.cli.play import lesson_and_overrides, load_pair, names, with_pair
from territory_sim.cli.terminal import note, progress
from territory_sim.errors import Fault, ScenarioError

_PORT: Final = 8642


def execute(request: Request) -> int:
    """Serve the page until Ctrl-C.

    Args:
        request: What the command asks for.

    Returns:
        Exit code 0.

    Raises:
        TerritorySimError: When something the user gave cannot be used, or the port is taken.
    """
    lesson, overrides = lesson_and_overrides(request.overrides)
    port = _port(overrides)
    overrides = with_pair([text for text in overrides if not names(text, "port")])
    scenarios = load_pair(overrides, request.config_dirs)
    asked = any(names(text, "replications") for text in overrides)
    announce_first_use(scenarios)
    with progress("Making ready the page") as advance:
        from territory_sim.app.recording import REPLICATIONS
        from territory_sim.app.serve import live_server

        server = live_server(
            overrides,
            port,
            config_dirs=request.config_dirs,
            replications=scenarios[0].replications if asked else REPLICATIONS,
            lesson=None if lesson is None else lesson.page(),
            progress=advance,
        )
    print(server.address, flush=True)
    note("On this machine only. Ctrl-C ends it.")
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        note("\nStopped.")
    finally:
        server.server_close()
    return 0


def _port(overrides: Sequence[str]) -> int:
    text = next((text.partition("=")[2] for text in reversed(overrides) if names(text, "port")), str(_PORT))
    if not (text.isdecimal() and int(text) <= 65535):
        raise ScenarioError(
            [Fault(where="port", given=text, allowed="must be a whole number from 0 to 65535")]
        )
    return int(text)
