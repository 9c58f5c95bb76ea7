"""`ekko doctor` as a program: on the example beside a running Ekko, by its exit code and its JSON."""

import json
from pathlib import Path

import pytest

from bot.doctor.checks import CHECKS
from tests.whole.running import CANARY, EKKO, House

pytestmark = pytest.mark.slow
ASKED_FOR = {"test mail", "certificate"}


def test_the_example_is_well_while_it_runs_and_what_is_wrong_ends_with_1(here: House) -> None:
    with here.running() as program:
        program.tell(f"sjakk og {CANARY}", "one")
        well = here.ask(str(EKKO), "doctor", "--json")
        told = json.loads(well.stdout)
        assert (well.returncode, told["well"], well.stderr) == (0, True, "")
        assert {each["check"] for each in told["checks"]} == {check.name for check in CHECKS} - ASKED_FOR
        assert CANARY not in well.stdout
    here.key.chmod(0o644)
    ill = here.ask(str(EKKO), "doctor")
    assert ill.returncode == 1
    assert "Others on this machine can read the key." in ill.stdout


def test_a_setting_that_cannot_be_used_is_a_finding_and_no_traceback(tmp_path: Path) -> None:
    done = House(tmp_path).ask(str(EKKO), "doctor", EKKO_LOGS="loud")
    assert done.returncode == 1
    assert "EKKO_LOGS" in done.stdout
