#!/usr/bin/env python3
"""Lets the n-th call of one kind fail in a run of nhsvaluesd, for every n or a choice of them: a full or failing disk
at each write (enospc, eio), no descriptor for each file and socket (emfile, enfile), no memory for each request
(memory). Each run begins with a database half filled or none. It may fail with a message and a status of sysexits(3);
the next run, undisturbed, has to bring everything, once each. Every fourth fault befalls a daemon that goes on running:
it has to come back by itself, or end as systemd starts it again."""
import errno, os, random, re, shutil
from campaign import COMES_BACK, STAYS_DOWN, Broken, Network, Setting, in_time, options, run, said_by, wait_until

KINDS = {"enospc": ("nth_call", "write", errno.ENOSPC), "eio": ("nth_call", "write", errno.EIO),
         "emfile": ("nth_call", "open", errno.EMFILE), "enfile": ("nth_call", "open", errno.ENFILE),
         "memory": ("memory", "memory", errno.ENOMEM)}
# Without memory there is no more to be said than std::bad_alloc; 70 is what main() makes of it, -6 that the C++ library
# had no memory to throw with, -11 that OpenSSL goes on without its locks.
WITHOUT_MEMORY = {70, -6, -11}

# A process that gets no descriptor at its very start takes a file for one that is not there. That is known
# (docs/reliability.md, "What is not shown") and counted; once it watches its sources it may not happen.
WITHOUT_DESCRIPTORS = {"emfile", "enfile"}


def has_begun(words):
    return re.search(r"watching \d+ sources for", words) is not None


class Faults:
    def __init__(self, setting, chosen):
        self.setting, self.chosen = setting, chosen
        self.shim, self.kind, self.cause = KINDS[chosen.fault]
        self.network = Network(setting, mastodon=2, feeds=1, bluesky=1, posts=12, seed=chosen.seed)
        setting.watch(self.network.sources())
        self.ledger = self.network.ledger()
        self.half_filled = os.path.join(setting.folder, "half-filled")
        self.statuses = {}
        self.restarts = 0
        self.stayed_down = 0

    def environment(self, at, count):
        return {"LD_PRELOAD": self.setting.shim(self.shim), "NHS_FAULT_KIND": self.kind, "NHS_FAULT_AT": str(at),
                "NHS_FAULT_FOR": str(count), "NHS_FAULT_ERRNO": str(self.cause), "NHS_FAULT_FOLDER": self.setting.data}

    def begin_with(self, half_filled):
        shutil.rmtree(self.setting.data)
        if half_filled:
            shutil.copytree(self.half_filled, self.setting.data)
        else:
            os.mkdir(self.setting.data)

    def calls_of_a_run(self):
        """How many calls a run makes that nothing befalls: (from nothing, from a half filled database)."""
        counts = []
        for half_filled in (False, True):
            if half_filled:
                shutil.copytree(self.setting.data, self.half_filled)
                self.network.tell("happen 30")
                self.ledger = self.network.ledger()
                self.begin_with(True)
            file = os.path.join(self.setting.folder, "calls")
            status, words = self.setting.once(environment={**self.environment(0, 0), "NHS_FAULT_COUNT": file})
            if status != 0:
                raise Broken(f"undisturbed it ended with {status}: {words[-300:]}")
            with open(file) as text:
                counts.append(int(text.read()))
        return counts

    def check_status(self, status, words, at):
        self.statuses[status] = self.statuses.get(status, 0) + 1
        allowed = COMES_BACK | (WITHOUT_MEMORY if self.chosen.fault == "memory" else set())
        if status in STAYS_DOWN and self.chosen.fault in WITHOUT_DESCRIPTORS and not has_begun(words):
            self.stayed_down += 1
        elif status not in allowed:
            raise Broken(f"call {at}: ended with {status}: {words.strip()[-400:]}")
        if status not in (0, -6, -11) and not words.strip():
            raise Broken(f"call {at}: ended with {status} without a word")

    def once(self, at, count):
        status, words = self.setting.once("3s", self.environment(at, count))
        self.check_status(status, words, at)

    def live(self, at, count):
        """A daemon that goes on: all is stored though nobody does anything but systemd."""
        daemon = self.setting.start(environment=self.environment(at, count))

        def caught_up():
            words = said_by(daemon)
            return daemon.poll() is not None or all(f"{name}: caught up" in words for name in
                                                    ("mastodon0", "mastodon1", "feed0", "bluesky0"))
        try:
            wait_until(caught_up, f"call {at}: the daemon does not come back", 90)
        finally:
            ended_by_itself = daemon.poll() is not None
            if not ended_by_itself:
                daemon.terminate()
            status = daemon.wait()
        self.check_status(status, said_by(daemon), at)
        self.restarts += ended_by_itself and status not in STAYS_DOWN
        os.remove(daemon.log)

    def befall(self, at, half_filled, count, goes_on):
        self.begin_with(half_filled)
        # A database that has all that it is asked for says nothing of catching up.
        (self.live if goes_on and not half_filled else self.once)(at, count)
        status, words = self.setting.once()
        if status != 0:
            raise Broken(f"call {at}: the run after it ended with {status}: {words.strip()[-400:]}")
        try:
            self.setting.check_all(self.ledger)
        except Broken as broken:
            raise Broken(f"call {at} ({'half filled' if half_filled else 'new'}, for {count}): {broken}")


def campaign(chosen):
    chance = random.Random(chosen.seed)
    with Setting(chosen, chosen.fault) as setting:
        faults = Faults(setting, chosen)
        fresh, later = faults.calls_of_a_run()
        calls = [(at, False) for at in range(1, fresh + 1)] + [(at, True) for at in range(1, later + 1)]
        whole = chosen.count == 0 or chosen.count >= len(calls)
        picked = calls if whole else [calls[i] for i in sorted(chance.sample(range(len(calls)), chosen.count))]
        for i, (at, half_filled) in enumerate(in_time(chosen, picked)):
            faults.befall(at, half_filled, chance.choice([1, 1, 3, 30]), i % 4 == 0)
        faults.network.end()
    ends = ", ".join(f"{n} with {status}" for status, n in sorted(faults.statuses.items()))
    down = f"; {faults.stayed_down} without a descriptor at the start stayed down (known)" if faults.stayed_down else ""
    return (f"{sum(faults.statuses.values())} of {len(calls)} calls failed (seed {chosen.seed}): runs ended {ends}; "
            f"{faults.restarts} daemons left the restart to systemd{down}; after each nothing was lost, nothing doubled")


if __name__ == "__main__":
    chosen = options(__doc__, 0, [(("--fault",), {"choices": sorted(KINDS), "required": True})])
    run(chosen.fault, lambda: campaign(chosen))
