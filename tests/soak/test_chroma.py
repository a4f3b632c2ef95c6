"""Chroma as it comes is destroyed by kills, and the harness sees it; Sibilla is not."""

import random
from pathlib import Path

import growing
import pytest
from processes import Processes

SEED = 20261125
KILLS = 40
KILLED = -9
# Opening and 300 searches take less than three seconds on a machine with nothing else to do.
LOOKING = 60
# Chroma as it comes broke within 12 kills in 10 of 10 folders.
PATIENCE = 60


def kill_while_growing(processes: Processes, folder: Path, kind: str, chance: random.Random) -> str:
    """Kill a process that puts vectors in; what is wrong afterwards, or ""."""
    command = processes.call(growing.grow, str(folder), kind)
    command.wait_for_output()
    status = command.kill_after(chance.uniform(0, 1.0))
    if status != KILLED:
        return f"it ended with {status}: {command.err[-300:]}"
    reported = int(command.out.splitlines()[-1])
    looked = processes.call(growing.look, str(folder), kind, reported)
    status = looked.kill_after(LOOKING)
    if status == KILLED:
        return "looking does not end"
    if status:
        return f"looking ended with {status}: {looked.err.splitlines()[-1:]}"
    if looked.json["held"] < reported or looked.json["lost"]:
        return f"of {reported} records {looked.json}"
    return ""


@pytest.mark.soak
def test_the_harness_sees_how_chroma_as_it_comes_is_destroyed(
    tmp_path: Path, processes: Processes
) -> None:
    chance = random.Random(SEED)
    for kill in range(1, PATIENCE + 1):
        if wrong := kill_while_growing(processes, tmp_path, "bare", chance):
            print(f"Chroma as it comes broke at kill {kill}: {wrong}")
            return
    pytest.fail(f"{PATIENCE} kills did not destroy it: the harness would see nothing")


@pytest.mark.parametrize("kind", ["sibilla", "refilled"])
@pytest.mark.parametrize("kills", [3, pytest.param(KILLS, marks=pytest.mark.soak)])
def test_what_destroys_chroma_does_not_destroy_sibilla(
    tmp_path: Path, processes: Processes, kind: str, kills: int
) -> None:
    chance = random.Random(SEED)
    for kill in range(1, kills + 1):
        wrong = kill_while_growing(processes, tmp_path, kind, chance)
        assert wrong == "", f"kill {kill}"
