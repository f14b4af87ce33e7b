"""Programs in our care: started again when they die, stopped together, and never left behind."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from config.child import Child, Program
from config.supervisor import Supervisor, end_left_behind
from tests.servers import Log

SLEEPER = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
)
PARENT = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]); time.sleep(600)"


def python(code: str, *, name: str = "sample", patience: float = 5) -> Program:
    return Program(name, (sys.executable, "-c", code), patience=patience)


def until(condition: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that in time"
        time.sleep(0.02)


def runs(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.fixture
def crew(tmp_path: Path):
    made = Supervisor(tmp_path / "running.json", Log())
    yield made
    made.kill()


class TestChild:
    def test_passes_each_line_on_with_the_name_of_the_program(self):
        log = Log()
        child = Child(python("print('one'); print('two')"), log)

        child.finish()

        assert log.lines == ["sample | one", "sample | two"]

    def test_keeps_lines_of_no_use_to_itself(self):
        log = Log()
        program = Program("sample", (sys.executable, "-c", "print('noise: 1'); print('news')"), unsaid=("noise",))

        Child(program, log).finish()

        assert log.lines == ["sample | news"]

    def test_kills_a_program_that_does_not_listen(self):
        log = Log()
        child = Child(python(STUBBORN, patience=0.2), log)
        until(lambda: log.lines)

        child.stop()

        assert not runs(child.pid)

    def test_takes_the_children_of_the_program_with_it(self):
        child = Child(python(PARENT), Log())
        until(lambda: psutil.Process(child.pid).children())
        grandchild = psutil.Process(child.pid).children()[0].pid

        child.kill()

        until(lambda: not runs(grandchild))

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
    def test_is_gone_when_we_are_killed(self, tmp_path):
        code = (
            "import sys, time; from pathlib import Path; from config.child import Child, Program\n"
            f"child = Child(Program('inner', (sys.executable, '-c', {SLEEPER!r})), print)\n"
            f"Path({str(tmp_path / 'pid')!r}).write_text(str(child.pid)); time.sleep(600)"
        )
        outer = Child(python(code), Log())
        until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
        inner = int((tmp_path / "pid").read_text())

        psutil.Process(outer.pid).kill()

        until(lambda: not runs(inner))
        outer.finish()


class TestSupervisor:
    def test_starts_a_program_again_that_died(self, crew):
        child = crew.start(python(SLEEPER))
        record = crew.record
        psutil.Process(child.pid).kill()

        crew.watch(until=lambda: json.loads(record.read_text())["sample"]["pid"] != child.pid)

        assert runs(json.loads(record.read_text())["sample"]["pid"])

    def test_waits_longer_each_time_a_program_dies_at_once(self, crew):
        crew.start(python("raise SystemExit(3)"))
        deadline = time.monotonic() + 4.5

        crew.watch(until=lambda: time.monotonic() > deadline)

        assert [line for line in crew.say.lines if "exit status 3" in line] == [
            "sample | ended (exit status 3); starting it again in 1 s",
            "sample | ended (exit status 3); starting it again in 2 s",
        ] + [line for line in crew.say.lines if "again in 4 s" in line]

    def test_prepares_a_program_before_each_start(self, crew):
        prepared = []
        child = crew.start(python(SLEEPER), lambda: prepared.append(1))
        psutil.Process(child.pid).kill()

        crew.watch(until=lambda: len(prepared) == 2)

        assert len(prepared) == 2

    def test_stops_programs_before_the_servers_that_they_use(self, crew):
        told = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(print('bye', flush=True)))"
        wait = "; print('up', flush=True); time.sleep(600)"
        crew.start(Program("server", (sys.executable, "-c", told + wait), is_server=True))
        crew.start(Program("program", (sys.executable, "-c", told + wait)))
        until(lambda: len(crew.say.lines) == 2)

        crew.stop()

        assert crew.say.lines[2:] == ["program | bye", "server | bye"]


class TestEndLeftBehind:
    def test_kills_what_a_killed_supervisor_left(self, tmp_path):
        record = tmp_path / "running.json"
        left = Child(python(SLEEPER), Log())
        made = psutil.Process(left.pid).create_time()
        record.write_text(json.dumps({"web": {"pid": left.pid, "made": made}}))

        end_left_behind(record)

        assert left.wait(5)

    def test_leaves_a_stranger_alone_who_got_the_number(self, tmp_path):
        record = tmp_path / "running.json"
        stranger = Child(python(SLEEPER), Log())
        record.write_text(json.dumps({"web": {"pid": stranger.pid, "made": 1.0}}))

        end_left_behind(record)

        assert stranger.exit_code() is None
        stranger.kill()

    def test_does_without_a_record(self, tmp_path):
        (tmp_path / "half.json").write_text('{"web": {"pi')

        end_left_behind(tmp_path / "none.json")
        end_left_behind(tmp_path / "half.json")
