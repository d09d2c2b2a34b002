"""Runs the steps. training/train.sh builds and installs what they need, and calls this."""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

# Before numpy is loaded. The networks are small: a second thread costs more than it brings, and changes the order
# of sums.
for library in ("OPENBLAS", "OMP"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import torch  # noqa: E402

from . import own_labels, unfinished  # noqa: E402
from .files import GIVEN, OWN_LABELS, Files  # noqa: E402
from .steps import Step, prepare, steps  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="training/train.sh")
    for name in ("--data", "--posts", "--built", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--labels", type=Path, help="a team's own labelled file, to learn from too")
    parser.add_argument("--jobs", type=int, default=1, help="steps side by side; each takes one core")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    return parser.parse_args()


def run_apart(step: Step) -> bool:
    """In a process of its own, which gives its memory back and whose random numbers start at their beginning."""
    print(f"{step.name} …", flush=True)
    began = time.monotonic()
    ended_well = not subprocess.run([sys.executable, "-m", "training.network", *sys.argv[1:], "--step",
                                     step.name]).returncode
    print(f"{step.name}: " + (f"{time.monotonic() - began:.0f} s" if ended_well else "failed"), flush=True)
    return ended_well


def run_all(waiting: list[Step], jobs: int) -> None:
    """The earliest step first whose needs no unfinished one makes; up to `jobs` side by side, which changes nothing in
    what any of them makes. After a failure nothing new begins."""
    waiting = list(waiting)
    running: dict[Future[bool], Step] = {}
    failed: list[str] = []
    with ThreadPoolExecutor(jobs) as pool:
        while running or (waiting and not failed):
            for step in list(waiting):
                unmade = {file for other in (*waiting, *running.values()) if other is not step for file in other.makes}
                if failed or len(running) >= jobs or not unmade.isdisjoint(step.needs):
                    continue
                waiting.remove(step)
                if step.is_done():
                    print(f"{step.name}: is there", flush=True)
                else:
                    running[pool.submit(run_apart, step)] = step
            if not running:
                continue
            for ended in wait(running, return_when=FIRST_COMPLETED).done:
                step = running.pop(ended)
                if not ended.result():
                    failed.append(step.name)
    if failed:
        sys.exit(f"training/train.sh: {' and '.join(failed)} failed; what was done before is kept")


def main() -> None:
    given = arguments()
    files = Files(given.data, given.posts, given.built)
    torch.set_num_threads(1)
    in_order = steps(files, given.out)
    if given.step:
        step = next(step for step in in_order if step.name == given.step)
        step.run()
        for result in step.makes:
            unfinished.forget(result)
        return
    outside = [files.texts(name) for name in GIVEN if name != OWN_LABELS]
    if missing := [file for file in outside if not file.exists()]:
        sys.exit(f"training/train.sh: {missing[0]} is not there; --data names the folder of sentiment/ and values/")
    own_labels.take_over(given.labels, files.texts(OWN_LABELS))
    prepare(files)
    run_all(in_order, given.jobs)


main()
