"""`coachplan check --watch`, on a real terminal."""

import sys
from pathlib import Path

import pexpect

ADA = "plans/ada-lovelace/clear-status-updates"


def test_a_change_is_checked_at_once_and_ctrl_c_ends_it(recorded: Path) -> None:
    plan = recorded / ADA / "plan.md"
    well = plan.read_text(encoding="utf-8")
    command = pexpect.spawn(
        sys.executable,
        ["-m", "coachplan", "check", "--watch", "--date", "2026-11-01"],
        cwd=str(recorded),
        encoding="utf-8",
        timeout=30,
    )
    try:
        command.expect("8 files checked")
        command.expect("Ctrl-C ends it")

        plan.write_text(well.replace("status: closed", "status: finished"), encoding="utf-8")
        command.expect("CP012")
        command.expect("Ctrl-C ends it")

        (recorded / "coachplan.toml").write_text("[rules]\nselect = 1\n", encoding="utf-8")
        command.expect("select is a list")
        command.expect("Ctrl-C ends it")

        (recorded / "coachplan.toml").write_text("", encoding="utf-8")
        plan.write_text(well, encoding="utf-8")
        command.expect("8 files checked")

        command.sendintr()
        command.expect(pexpect.EOF)
        assert "stopped" not in (command.before or "")
    finally:
        command.close()
    assert command.exitstatus == 130
