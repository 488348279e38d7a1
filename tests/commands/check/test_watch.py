"""`coachplan check --watch`, on a real terminal."""

from contextlib import closing
from pathlib import Path

from terminal import Terminal

ADA = "plans/ada-lovelace/clear-status-updates"


def test_a_change_is_checked_at_once_and_ctrl_c_ends_it(recorded: Path) -> None:
    plan = recorded / ADA / "plan.md"
    well = plan.read_text(encoding="utf-8")
    terminal = Terminal("check", "--watch", "--date", "2026-11-01", cwd=recorded)
    with closing(terminal.child):
        terminal.wait_for("of 8 files")
        terminal.wait_for("Ctrl-C ends it")

        plan.write_text(well.replace("status: on-hold", "status: finished"), encoding="utf-8")
        terminal.wait_for("CP012")
        terminal.wait_for("Ctrl-C ends it")

        (recorded / "coachplan.toml").write_text("[rules]\nselect = 1\n", encoding="utf-8")
        terminal.wait_for("select is a list")
        terminal.wait_for("Ctrl-C ends it")

        (recorded / "coachplan.toml").write_text("", encoding="utf-8")
        plan.write_text(well, encoding="utf-8")
        terminal.wait_for("of 8 files")

        terminal.child.sendintr()
        assert terminal.end() == 130
    assert "stopped" not in terminal.seen
