"""Reading and writing alignment.csv."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.errors import DataError
from territory_sim.market.accounts import Accounts
from territory_sim.region.network import Region
from territory_sim.territories.alignment import Alignment, numbered_ids
from territory_sim.territories.alignment_file import alignment_csv, read_alignment

ZIPS = ("01001", "01002", "20001", "20002")


@pytest.fixture(scope="module")
def line() -> Region:
    """Give four units in a row, two of them with a leading zero in their id."""
    return Region(
        name="Line",
        unit_ids=ZIPS,
        unit_names=ZIPS,
        lon=np.arange(4) / 10,
        lat=np.zeros(4),
        weight=np.array([1.0, 5.0, 2.0, 2.0]),
        population=np.full(4, np.nan),
        land_km2=np.ones(4),
        edges=np.array([[0, 1], [1, 2], [2, 3]], dtype=np.int32),
        edge_kinds=("border",) * 3,
        edge_minutes=np.full(3, np.nan),
        shapes=None,
        background=None,
    )


@pytest.fixture(scope="module")
def accounts() -> Accounts:
    """Give two accounts in the first and the last unit."""
    return Accounts(
        account_ids=np.array(["ACME-1", "ZETA-2"]),
        unit=np.array([0, 3], dtype=np.int32),
        potential_cents=np.full(2, 100, dtype=np.int64),
        segment=np.zeros(2, dtype=np.int8),
        stream_keys=np.zeros(2, dtype=np.uint64),
    )


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write an alignment file."""
    path = folder / "alignment.csv"
    path.write_bytes(text.encode(encoding))
    return path


GOOD = "unit_id,territory_id,rep_id\n01001,N,Ann\n01002,N,Ann\n20001,S,Bob\n20002,S,Bob\n"


def test_territories_come_in_the_order_of_their_ids(tmp_path: Path, line: Region) -> None:
    """The order of the rows does not matter."""
    rows = GOOD.splitlines(keepends=True)
    for text in (GOOD, rows[0] + "".join(reversed(rows[1:]))):
        found = read_alignment(written(tmp_path, text), line)
        assert found.territory_ids == ("N", "S")
        assert found.rep_ids == ("Ann", "Bob")
        assert found.territory_of_unit.tolist() == [0, 0, 1, 1]


def test_a_rep_lives_where_known_else_in_the_largest_market(tmp_path: Path, line: Region) -> None:
    """Homes come from the reps' file when it gives them, else from the alignment's own column."""
    path = written(tmp_path, GOOD)
    assert read_alignment(path, line).homes.tolist() == [1, 2]
    assert read_alignment(path, line, rep_homes={"Bob": 3}).homes.tolist() == [1, 3]
    head, *rows = GOOD.splitlines()
    moved = "\n".join(
        [f"{head},home_unit_id", *(f"{row},01001" for row in rows[:2]), *(f"{row}," for row in rows[2:])]
    )
    path = written(tmp_path, moved)
    assert read_alignment(path, line).homes.tolist() == [0, 2]
    assert read_alignment(path, line, rep_homes={"Ann": 3}).homes.tolist() == [3, 2]


def test_a_second_home_and_one_nowhere_are_faults(tmp_path: Path, line: Region) -> None:
    """Each with its row, and all at once."""
    head, *rows = GOOD.splitlines()
    homes = ("01001", "01002", "2001", "20001")
    text = "\n".join(
        [f"{head},home_unit_id", *(f"{row},{home}" for row, home in zip(rows, homes, strict=True))]
    )
    second, nowhere = faults_of(written(tmp_path, text), line)
    assert "one home for rep Ann; another row says 01001" in second
    assert "a unit_id of" in nowhere
    assert "20001" in nowhere


def test_a_row_may_name_an_account(tmp_path: Path, line: Region, accounts: Accounts) -> None:
    """A named account goes to its territory; one may consist of named accounts alone."""
    head, *rows = GOOD.splitlines()
    text = "\n".join([head + ",account_id", *(row + "," for row in rows), ",KEY,Cai,ZETA-2"])
    found = read_alignment(written(tmp_path, text), line, accounts=accounts)
    assert dict(found.territory_of_account) == {"ZETA-2": found.territory_ids.index("KEY")}
    assert found.homes[found.rep_ids.index("Cai")] == 3


@given(
    owners=st.lists(st.integers(0, 2), min_size=4, max_size=4).filter(
        lambda owners: set(owners) == {0, 1, 2}
    ),
    named=st.dictionaries(st.sampled_from(["ACME-1", "ZETA-2"]), st.integers(0, 2)),
)
def test_what_is_written_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    line: Region,
    accounts: Accounts,
    owners: list[int],
    named: dict[str, int],
) -> None:
    """Writing and reading is the identity, and the same alignment gives the same bytes."""
    homes = np.array([3, 0, 1], dtype=np.int32)
    drawn = Alignment(
        numbered_ids("T", 3), numbered_ids("R", 3), np.array(owners, dtype=np.int32), homes, named
    )
    text = alignment_csv(drawn, line.unit_ids)
    path = written(tmp_path_factory.mktemp("alignment"), text)
    back = read_alignment(path, line, accounts=accounts)
    assert back.territory_of_unit.tolist() == owners
    assert dict(back.territory_of_account) == named
    assert back.homes.tolist() == homes.tolist()
    assert alignment_csv(back, line.unit_ids) == text


def faults_of(path: Path, region: Region, accounts: Accounts | None = None) -> list[str]:
    """Return the faults of a file as a user reads them."""
    with pytest.raises(DataError) as caught:
        read_alignment(path, region, accounts=accounts)
    return [str(fault) for fault in caught.value.faults]


def test_every_fault_is_told_at_once(tmp_path: Path, line: Region, accounts: Accounts) -> None:
    """Lost zeros, near names, doubles, two reps, two territories, no id and missing units: one reading."""
    text = (
        "unit_id,account_id,territory_id,rep_id\n"
        "1001,,N,Ann\n"
        "01002,,N,Ann\n"
        "01002,,S,Bob\n"
        "20001,,S,Ann\n"
        "20001,,N,Bob\n"
        ",ACME-l,N,Ann\n"
        ",,N,Ann\n"
        "20002,ZETA-2,N,Ann\n"
        "20002,,,Ann\n"
    )
    told = "\n".join(faults_of(written(tmp_path, text), line, accounts))
    for part in (
        "alignment.csv:2:unit_id = 1001",
        "leading zero? there is a unit 01001",
        "alignment.csv:4:unit_id = 01002: every id once; row 3 has it already",
        "alignment.csv:5:rep_id = Ann: one rep for territory S",
        "alignment.csv:6:rep_id = Bob: one rep for territory N",
        "alignment.csv:7:account_id = ACME-l: an account_id of the accounts (did you mean ACME-1?)",
        "alignment.csv:8 = neither: either a unit_id or an account_id",
        "alignment.csv:9 = both: either a unit_id or an account_id",
        "alignment.csv:10:territory_id = (empty): an id is needed",
        "alignment.csv = 1 unit without a row: an owner for every unit of Line (01001)",
    ):
        assert part in told


def test_one_rep_cannot_work_two_territories(tmp_path: Path, line: Region) -> None:
    """The row of the second territory is named."""
    told = faults_of(written(tmp_path, GOOD.replace("S,Bob", "S,Ann")), line)
    assert told[0].startswith("alignment.csv:4:territory_id = S: one territory for rep Ann")


@pytest.mark.parametrize(
    ("text", "encoding", "part"),
    [
        ("unit,territory_id,rep_id\n", "utf-8", "alignment.csv:1:unit_id or account_id"),
        ("unit_id,territory_id\n", "utf-8", "alignment.csv:1:rep_id: this column is missing"),
        (GOOD.replace("Ann", "Zoë"), "latin-1", "alignment.csv:2 = byte 0xeb: UTF-8 text"),
        ("", "utf-8", "the file is empty"),
        (GOOD.replace("N,Ann", "N", 1), "utf-8", "alignment.csv:2 = 2 fields: 3 fields"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    tmp_path: Path, line: Region, text: str, encoding: str, part: str
) -> None:
    """A missing column, another encoding, an empty file, a short row."""
    assert part in "\n".join(faults_of(written(tmp_path, text, encoding), line))


def test_a_missing_file_is_a_fault_and_no_traceback(tmp_path: Path, line: Region) -> None:
    """The folder that was searched is named."""
    assert "no such file" in faults_of(tmp_path / "alignment.csv", line)[0]


def test_an_account_row_needs_accounts(tmp_path: Path, line: Region) -> None:
    """Where no accounts are known none can be named."""
    text = GOOD.replace("unit_id", "account_id")
    assert "an account_id of the accounts" in faults_of(written(tmp_path, text), line)[0]
