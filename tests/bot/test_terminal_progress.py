import pytest
from rich.progress import Progress

from bot.terminal_progress import told


def progressed(done: int, total: int | None, seconds: float) -> Progress:
    """A bar whose task came as far as `done` in so many seconds, in even steps."""
    now = 0.0
    bar = Progress(get_time=lambda: now, disable=True)
    task = bar.add_task("", total=total)
    for step in range(1, 11):
        now = step * seconds / 10
        bar.update(task, completed=done * step / 10)
    return bar


@pytest.mark.parametrize(
    ("done", "total", "seconds", "language", "in_bytes", "shown"),
    [
        (50, 200, 10, "en", False, "50/200  5.0/s  0:30 left"),
        (50, 200, 10, "it", False, "50/200  5,0/s  ancora 0:30"),
        (200, 200, 10, "it", False, "200/200  20/s"),
        (5_000, 100_000, 20, "it", True, "5 %  0,2 kB/s  ancora 6:20"),
        (30_000, 60_000_000, 20, "en", True, "0 %  1.5 kB/s  11:06:20 left"),
        (7, None, 7, "en", False, "7  1.0/s"),
    ],
)
def test_a_bar_tells_how_much_is_done_how_fast_and_how_long_it_takes(
    done: int, total: int | None, seconds: float, language: str, in_bytes: bool, shown: str
) -> None:
    [task] = progressed(done, total, seconds).tasks
    assert told(task, language, in_bytes=in_bytes) == shown
