"""``territory-sim design`` from end to end, on a small region of one's own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from territory_sim.cli.entry import BAD_INPUT, main

SIDE = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a region of 64 squares with a column of one's own and 128 accounts."""
    place = tmp_path / "mine"
    place.mkdir()
    names = [[f"u{y}{x}" for x in range(SIDE)] for y in range(SIDE)]
    units = ["unit_id,lon,lat,establishments,revenue"]
    edges, accounts = ["unit_a,unit_b"], ["account_id,unit_id,annual_sales,tenure_years"]
    for y in range(SIDE):
        for x in range(SIDE):
            units.append(f"{names[y][x]},{-98 + 0.1 * x:.1f},{31 + 0.1 * y:.1f},10,{5 + (3 * x + 5 * y) % 7}")
            if x:
                edges.append(f"{names[y][x - 1]},{names[y][x]}")
            if y:
                edges.append(f"{names[y - 1][x]},{names[y][x]}")
            accounts += [f"{names[y][x]}-{n},{names[y][x]},{1000 * (1 + x)},{y}" for n in range(2)]
    for name, lines in (("units", units), ("adjacency", edges), ("accounts", accounts)):
        (place / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def design(folder: Path, out: Path, *words: str) -> int:
    """Run the verb quietly on the small region."""
    return main(["design", f"region.path={folder}", f"out={out}", "territories.starts=1", *words])


def record(out: Path) -> dict[str, object]:
    """Read design.json."""
    found: dict[str, object] = json.loads((out / "design.json").read_text(encoding="utf-8"))
    return found


def owners(file: Path) -> dict[str, str]:
    """Read the territory of each unit."""
    with file.open(encoding="utf-8") as stream:
        return {row["unit_id"]: row["territory_id"] for row in csv.DictReader(stream)}


def test_a_map_of_a_column_is_written_with_all_its_files(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every unit once, four territories within the tolerance, in one piece; the JSON says so too."""
    out = tmp_path / "out"
    words = ("territories.count=4", "territories.measure=revenue", "territories.tolerance=0.05", "--json")
    assert design(folder, out, *words) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"max_deviation", "cv", "floor", "pieces", "inertia", "moved_share", "disruption_bound"} <= set(
        told
    )
    assert told["max_deviation"] <= 0.05
    assert told["pieces"] == 0
    assert told["seconds"] >= 0
    assert len(told["territories"]) == 4
    assert told["certificates"]["exact"]["bound"] <= told["certificates"]["exact"]["cost"]
    assert any(text.startswith("Proven:") for text in told["certificates"]["sentences"])
    assert len(owners(out / "alignment.csv")) == SIDE * SIDE
    named = [row["name"] for row in told["fronts"]["maps"]]
    assert named == ["this map", "even work", "profit within ±100 %"]
    assert {file.name for file in out.iterdir()} == {
        "alignment.csv", "moves.csv", "design.json", "certificates.txt", "manifest.json",
        "map.png", "map.svg",
    }  # fmt: skip


@pytest.mark.parametrize("asked", ["territories.fronts=true", "territories.objective=profit"])
def test_both_fronts_are_told_where_asked_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    """The front rises as the tolerance widens, each map in the coin of the other objective; a picture too."""
    out = tmp_path / "out"
    assert design(folder, out, "territories.count=4", asked) == 0
    printed = capsys.readouterr().out
    assert "Fairness and profit" in printed
    assert "Even work drawn for compactness alone costs" in printed
    maps = json.loads((out / "design.json").read_text(encoding="utf-8"))["fronts"]["maps"]
    brought = [row["contribution"] for row in maps if row["name"].startswith("profit")]
    assert brought == sorted(brought)
    assert (out / "fronts.svg").exists()


def test_a_map_redrawn_for_profit_brings_more(folder: Path, tmp_path: Path) -> None:
    """Profit may leave work uneven, within its own tolerance; what a handover loses is paid for."""
    even, rich = tmp_path / "even", tmp_path / "rich"
    assert design(folder, even, "territories.count=4") == 0
    words = ("territories.objective=profit", "territories.profit_tolerance=0.5")
    assert design(folder, rich, f"territories.from={even / 'alignment.csv'}", *words) == 0
    told = {out: record(out) for out in (even, rich)}
    assert [told[out]["objective"] for out in told] == ["fairness", "profit"]

    def brought(out: Path) -> float:
        maps = told[out]["fronts"]["maps"]  # type: ignore[index]
        return float(next(row["contribution"] for row in maps if row["name"] == "this map"))

    assert brought(rich) >= brought(even)
    assert told[rich]["pieces"] == 0
    assert told[rich]["within_tolerance"] is True
    assert told[rich]["tolerances"] == [0.5]


def test_an_edited_map_is_redrawn_around_its_locks(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A leader gives units away by hand and locks one: the redesign keeps it and says why others move."""
    first, second = tmp_path / "first", tmp_path / "second"
    asked = ("territories.measure=revenue", "territories.tolerance=0.05")
    assert design(folder, first, "territories.count=4", *asked) == 0
    text = (first / "alignment.csv").read_text(encoding="utf-8")
    before = owners(first / "alignment.csv")
    giver = before["u00"]
    taker = next(territory for territory in sorted(before.values()) if territory != giver)
    rest = {line.split(",")[1]: line.split(",", 2)[2] for line in text.splitlines()[1:]}
    edited = tmp_path / "edited.csv"
    edited.write_text(
        "\n".join(
            f"{line.split(',')[0]},{taker},{rest[taker]}"
            if line.split(",")[1] == giver and int(line[1]) + int(line[2]) > 5
            else line
            for line in text.splitlines()
        ),
        encoding="utf-8",
    )
    locks = tmp_path / "locks.csv"
    locks.write_text("unit_id,territory_id\nu00,\n", encoding="utf-8")
    words = (f"territories.from={edited}", f"territories.locks={locks}", "--explain")
    assert design(folder, second, *words, *asked) == 0
    assert "Three largest adds and drops" in capsys.readouterr().out
    told = record(second)
    assert told["within_tolerance"] is True
    assert owners(second / "alignment.csv")["u00"] == giver
    moves = list(csv.DictReader((second / "moves.csv").read_text(encoding="utf-8").splitlines()))
    now, then = owners(second / "alignment.csv"), owners(edited)
    assert {row["unit_id"] for row in moves} == {unit for unit in now if now[unit] != then[unit]}
    assert all(row["reason"] for row in moves)
    moved = [row["moved_share"] for row in told["pareto"]]  # type: ignore[attr-defined]
    assert moved == sorted(moved)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["territories.count=65"], "nearest: territories.count=64"),
        (["territories.measure=revenu"], "did you mean revenue"),
        (
            ["territories.measure=[revenue,potential]", "territories.tolerance=[0.1,0.1,0.1]"],
            "one for each of 2",
        ),
        (["territories.freeze=key_accounts"], "territories.from=FILE"),
        (["territories.from=missing.csv"], "no such file"),
    ],
)
def test_what_cannot_be_drawn_is_a_fault_and_nothing_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    """Exit code 2, one line that says what is allowed, no folder."""
    out = tmp_path / "out"
    assert design(folder, out, *words) == BAD_INPUT
    assert told in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("locks", "unit_id,territory_id\nu99,T01\n", "a unit_id of"),
        ("locks", "unit_id,territory_id\nu00,T09\n", "a territory_id of the map"),
        ("locks", "unit_id,territory_id\nu00,\n", "no map of today"),
        ("locks", "unit_id,territory_id\nu00,T01\nu77,T01\nu07,T02\nu70,T02\n", "must leave a way"),
        ("targets", "territory_id,share\nA,1\nB,0\n", "above 0"),
        ("targets", "territory_id,least,most\nA,9,3\nB,,\n", "not more than most"),
        ("targets", "territory_id,least\nA,9999\nB,9999\n", "lower limits that add up"),
        ("targets", "territory_id,home_unit_id\nA,u00\nB,u00\n", "one territory for each home"),
    ],
)
def test_faults_of_locks_and_targets_are_told(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    content: str,
    told: str,
) -> None:
    """Unknown, contradicting or impossible: each with where it stands."""
    path = tmp_path / f"{file}.csv"
    path.write_text(content, encoding="utf-8")
    words = ("territories.count=2", "territories.measure=revenue", f"territories.{file}={path}")
    assert design(folder, tmp_path / "out", *words) == BAD_INPUT
    assert told in capsys.readouterr().err


def test_faults_of_measures_and_all_files_are_told_at_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong measure, an impossible share, an unknown unit and a rule without a map: four lines."""
    for name, content in (
        ("targets", "territory_id,share\nA,0\n"),
        ("locks", "unit_id,territory_id\nu99,A\n"),
    ):
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    words = [f"territories.{name}={tmp_path / name}.csv" for name in ("targets", "locks")]
    words += ["territories.count=1", "territories.measure=revenu", "territories.freeze=key_accounts"]
    assert design(folder, tmp_path / "out", *words) == BAD_INPUT
    told = capsys.readouterr().err
    assert "4 faults" in told
    for part in (
        "did you mean revenue",
        "targets.csv:2:share",
        "locks.csv:2:unit_id",
        "territories.from=FILE",
    ):
        assert part in told


def test_negative_amounts_name_their_rows(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody can share out less than nothing."""
    units = folder / "units.csv"
    lines = units.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].rpartition(",")[0] + ",-5"
    units.write_text("\n".join(lines), encoding="utf-8")
    assert design(folder, tmp_path / "out", "territories.count=2", "territories.measure=revenue") == BAD_INPUT
    assert "units.csv:4:revenue = -5" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["link", "barrier"])
def test_closed_edges_that_cut_units_off_name_the_setting_that_opens_them(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    """A unit behind links or barriers alone: open them, or give it another edge."""
    file = folder / "adjacency.csv"
    rows = file.read_text(encoding="utf-8").splitlines()[1:]
    told = [f"{row},{kind if 'u77' in row else 'border'}" for row in rows]
    file.write_text("\n".join(["unit_a,unit_b,kind", *told]), encoding="utf-8")
    closed = f"territories.{kind}s=false"
    assert design(folder, tmp_path / "out", "territories.count=2", closed) == BAD_INPUT
    assert f"territories.{kind}s = false: cuts off u77" in capsys.readouterr().err


def test_what_cannot_be_even_comes_with_the_nearest_that_can(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A unit of a territory and a half, then locks of two: what stands in the way, and each way out."""
    units = folder / "units.csv"
    text = units.read_text(encoding="utf-8").splitlines()
    text[1] = text[1].rpartition(",")[0] + ",200"
    units.write_text("\n".join(text), encoding="utf-8")
    asked = ("territories.count=4", "territories.measure=revenue", "territories.tolerance=0.1")
    assert design(folder, tmp_path / "large", *asked) == 0
    offer = record(tmp_path / "large")["offer"]
    assert offer["obstacles"] == ["unit u00 alone holds 1.1 territories of revenue"]  # type: ignore[index]
    assert offer["count"] == 3  # type: ignore[index]
    assert offer["count_reaches"] <= 0.1  # type: ignore[index]
    locks = tmp_path / "locks.csv"
    locked = [f"u{y}{x},T01" for y in range(SIDE) for x in range(4)]
    locks.write_text("\n".join(["unit_id,territory_id", *locked]), encoding="utf-8")
    capsys.readouterr()
    assert design(folder, tmp_path / "locked", *asked, f"territories.locks={locks}") == 0
    told = capsys.readouterr().err
    assert "locks, homes and named accounts give T01" in told
    assert "fewer locks" in told


def test_part_time_and_homes_are_kept(folder: Path, tmp_path: Path) -> None:
    """A half share is half as large, and its home lies in it."""
    targets = tmp_path / "targets.csv"
    targets.write_text("territory_id,rep_id,share,home_unit_id\nA,Ann,0.5,u00\nB,Bo,,\nC,Cy,,u77\n", "utf-8")
    out = tmp_path / "out"
    words = ("territories.count=3", "territories.measure=revenue", "territories.tolerance=0.05")
    assert design(folder, out, *words, f"territories.targets={targets}") == 0
    rows = {row["territory_id"]: row for row in record(out)["territories"]}  # type: ignore[attr-defined]
    loads = {name: row["measures"]["revenue"]["load"] for name, row in rows.items()}
    assert loads["A"] / loads["B"] == pytest.approx(0.5, rel=0.1)
    assert owners(out / "alignment.csv")["u00"] == "A"
    assert (rows["A"]["home_unit_id"], rows["C"]["home_unit_id"]) == ("u00", "u77")


def in_a_town(folder: Path) -> None:
    """Put 30 accounts of 100,000 a year in one unit, more than all others together have."""
    lines = ["account_id,unit_id,annual_potential"]
    lines += [f"u{y}{x}-0,u{y}{x},20000" for y in range(SIDE) for x in range(SIDE)]
    lines += [f"town-{n:02d},u34,100000" for n in range(30)]
    (folder / "accounts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_unit_larger_than_a_territory_stays_whole_and_a_split_is_proposed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No account row is written, and design.json names whose accounts could go where."""
    in_a_town(folder)
    out = tmp_path / "out"
    words = ("territories.count=4", "territories.measure=potential", "territories.tolerance=0.05")
    assert design(folder, out, *words) == 0
    assert "territories.split_large=true shares it out" in capsys.readouterr().err
    (split,) = json.loads((out / "design.json").read_text(encoding="utf-8"))["splits"]
    assert (split["unit_id"], split["is_written"]) == ("u34", False)
    assert split["territories_worth"] == pytest.approx(3.02 / 4.28 * 4, abs=0.01)
    named = [account for part in split["parts"] for account in part["account_ids"]]
    assert len(named) == len(set(named))
    assert all(account.startswith("town-") or account == "u34-0" for account in named)
    told = sum(part["load"] for part in split["parts"]) + split["kept"]
    assert told == pytest.approx(split["load"])
    with (out / "alignment.csv").open(encoding="utf-8") as stream:
        assert "account_id" not in next(csv.DictReader(stream))


def test_a_unit_larger_than_a_territory_is_shared_out_by_accounts_where_asked_for(
    folder: Path, tmp_path: Path
) -> None:
    """Account rows bring all territories within the tolerance, and a run loads them."""
    in_a_town(folder)
    out = tmp_path / "out"
    words = ("territories.count=4", "territories.measure=potential", "territories.tolerance=0.05")
    assert design(folder, out, *words, "territories.split_large=true") == 0
    told = json.loads((out / "design.json").read_text(encoding="utf-8"))
    (split,) = told["splits"]
    assert split["is_written"]
    assert told["max_deviation"] <= 0.05
    assert (told["pieces"], told["floor"]) == (0, 0.0)
    with (out / "alignment.csv").open(encoding="utf-8") as stream:
        rows = {row["account_id"]: row["territory_id"] for row in csv.DictReader(stream) if row["account_id"]}
    asked = {account: part["territory_id"] for part in split["parts"] for account in part["account_ids"]}
    assert rows == asked
    run = ["run", f"region.path={folder}", "territories=file", f"territories.path={out / 'alignment.csv'}"]
    assert main([*run, "days=5", "opportunity=false", f"out={tmp_path / 'run'}"]) == 0
