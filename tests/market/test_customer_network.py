"""Who talks to whom: a small world by places, in which nobody's ties hang on who else is there."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from tests.worlds import loaded, small_world

from territory_sim.market.accounts import Accounts
from territory_sim.market.customer_network import CustomerNetwork, draw_network
from territory_sim.scenario.world import World
from territory_sim.streams import Streams


def network_of(world: World) -> CustomerNetwork:
    """Give the network of a world that has one."""
    assert world.network is not None
    return world.network


def without(accounts: Accounts, place: int) -> Accounts:
    """Give the accounts but for one."""
    kept = np.arange(len(accounts)) != place
    return Accounts(
        account_ids=accounts.account_ids[kept],
        unit=accounts.unit[kept],
        potential_cents=accounts.potential_cents[kept],
        segment=accounts.segment[kept],
        stream_keys=accounts.stream_keys[kept],
    )


def pairs(network: CustomerNetwork, accounts: Accounts) -> set[tuple[str, str]]:
    """Give the ties by the ids of the accounts and names of the organisations."""
    names = [*accounts.account_ids.tolist(), *network.organisations]
    return {(names[a], names[b]) for a, b in network.ties.tolist()}


@pytest.mark.parametrize("place", [0, 57, 299])
def test_a_newcomer_joins_no_two_others_and_takes_few_ties(place: int) -> None:
    """Taking an account away gives back only ties that had led to it; all others stay as they were."""
    world = small_world()
    fewer = without(world.accounts, place)
    talk = world.scenario.word_of_mouth
    after = pairs(network_of(world), world.accounts)
    before = pairs(draw_network(fewer, world.region, talk, Streams(world.scenario.seed)), fewer)
    newcomer = str(world.accounts.account_ids[place])
    among_others = {pair for pair in after if newcomer not in pair}
    assert among_others <= before
    own = len(after) - len(among_others)
    assert len(before - among_others) <= own


def test_near_ties_stay_near_and_make_a_small_world() -> None:
    """Near ties join the same or adjacent units; friends of friends know each other, few steps lead far."""
    world = small_world()
    talk = replace(world.scenario.word_of_mouth, organisations=(), far_ties=0)
    near = draw_network(world.accounts, world.region, talk, Streams(1))
    beside = [{unit, *others} for unit, others in enumerate(world.region.neighbours)]
    unit = world.accounts.unit.tolist()
    assert all(unit[b] in beside[unit[a]] for a, b in near.ties.tolist())
    graph = network_of(world).graph.subgraph(range(len(world.accounts)))
    degree = 2 * graph.number_of_edges() / len(graph)
    assert nx.average_clustering(graph) > 3 * degree / len(graph)
    largest = graph.subgraph(max(nx.connected_components(graph), key=len))
    assert len(largest) > 0.98 * len(graph)
    assert nx.average_shortest_path_length(largest) < 2 * np.log(len(graph)) / np.log(degree)


def test_ties_are_pairs_of_different_nodes_each_once() -> None:
    """Sorted, no tie twice, none with oneself; organisations come after the accounts."""
    network = network_of(small_world())
    assert (network.ties[:, 0] < network.ties[:, 1]).all()
    assert len(np.unique(network.ties, axis=0)) == len(network.ties)
    assert network.graph.number_of_nodes() == 300 + 3
    assert (network.ties[:, 0] < 300).all()


def test_everybody_hears_the_mean_of_those_he_knows() -> None:
    """By hand: a path of three accounts, and an organisation of the last two that says what they say."""
    ties = np.array([[0, 1], [1, 2], [1, 3], [2, 3]])
    network = CustomerNetwork(3, ("chamber",), np.zeros(1, dtype=np.int64), ties)
    said = np.array([1.0, 0.0, 0.5])
    assert network.members(0).tolist() == [1, 2]
    np.testing.assert_allclose(network.heard_share(said), [0.0, (1 + 0.5 + 0.25) / 3, (0 + 0.25) / 2])


def test_organisations_sit_where_the_business_is_and_have_members_nearby() -> None:
    """Without a unit of their own they take the units of most weight, one each."""
    world = small_world()
    network, region = network_of(world), world.region
    heaviest = np.argsort(-region.weight, kind="stable")[:3]
    assert network.seats.tolist() == heaviest.tolist()
    for number, seat in enumerate(network.seats.tolist()):
        nearby = {seat, *region.neighbours[seat]}
        assert {int(world.accounts.unit[account]) for account in network.members(number)} <= nearby
    assert sum(len(network.members(number)) for number in range(3)) > 0


def test_who_does_not_talk_has_no_network() -> None:
    """Off means that nothing is drawn."""
    assert small_world(word_of_mouth__active=False).network is None
    assert loaded("benchmark").word_of_mouth.active is False
