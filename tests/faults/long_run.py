#!/usr/bin/env python3
"""Hours of collecting from fifty sources at a hundred times the speed, with posts, edits and deletions all the while:
neither memory nor descriptors nor the log may grow after the first quarter, and every post is there. With --outage
the network is gone for so many hours in between, and what was posted meanwhile has to come by itself."""
import os, random
from campaign import Broken, Network, Setting, options, run, said_by, wait_until
from timeline import Timeline

# Requests take as long as ever, so that time cannot pass much faster while there are any.
FACTOR = 100
FACTOR_OF_OUTAGE = 2000


class Watched:
    """What a process takes, looked at forty-eight times."""

    def __init__(self, setting, daemon, hours):
        self.setting, self.daemon, self.hours = setting, daemon, hours
        self.resident, self.descriptors, self.log = [], [], []

    def look(self):
        if self.daemon.poll() is not None:
            raise Broken(f"it ended with {self.daemon.returncode}: {said_by(self.daemon)[-300:]}")
        with open(f"/proc/{self.daemon.pid}/status") as status:
            self.resident.append(next(int(line.split()[1]) for line in status if line.startswith("VmRSS")))
        self.descriptors.append(len(os.listdir(f"/proc/{self.daemon.pid}/fd")))
        self.log.append(os.path.getsize(self.setting.database + "-wal"))

    def quarter(self, series, which):
        """The middle value of a quarter of the time: single looks meet requests in flight."""
        part = sorted(series[len(series) * which // 4:len(series) * (which + 1) // 4])
        return part[len(part) // 2]

    def growth(self):
        resident = self.quarter(self.resident, 3) / self.quarter(self.resident, 1) - 1
        # In the first hours caches are still filling.
        if resident > (0.01 if self.hours >= 4 else 0.10):
            raise Broken(f"memory grew by {resident:.1%}, from {self.quarter(self.resident, 1)} to "
                         f"{self.quarter(self.resident, 3)} KiB")
        if self.quarter(self.descriptors, 3) > self.quarter(self.descriptors, 1) + 2:
            raise Broken(f"descriptors: {self.quarter(self.descriptors, 1)}, then {self.quarter(self.descriptors, 3)}")
        if max(self.log) > 64 * 1024 * 1024:
            raise Broken(f"the log grew to {max(self.log)} bytes")
        return (f"memory {resident:+.2%} ({self.quarter(self.resident, 3) // 1024} MiB), descriptors "
                f"{self.quarter(self.descriptors, 1)} then {self.quarter(self.descriptors, 3)}, log at most "
                f"{max(self.log) / 1048576:.1f} MiB")


def live(network, clock, watched, hours, chance):
    until = clock.now() + hours * 3600
    while clock.now() < until:
        network.tell(f"happen {chance.randrange(1, 6)}")
        clock.let_pass(hours * 3600 / 48)
        watched.look()


def suffer_outage(network, clock, daemon, hours):
    network.tell("outage on")
    clock.pass_at(FACTOR_OF_OUTAGE)
    for _ in range(max(1, int(hours))):
        network.tell("happen 4")
        clock.let_pass(3600)
    clock.pass_at(FACTOR)
    network.tell("outage off")
    network.tell("everywhere")
    already = len(said_by(daemon))
    # Servers that failed for days are tried every six hours.
    wait_until(lambda: all(f"{kind}0: caught up" in said_by(daemon)[already:] for kind in ("mastodon", "feed", "bluesky")),
               "it does not come back after the outage", 8 * 3600 / FACTOR + 120)


def campaign(chosen):
    chance = random.Random(chosen.seed)
    with Setting(chosen, "long-run") as setting:
        clock = Timeline(setting, factor=FACTOR)
        bluesky = 1
        feeds = max(1, chosen.sources // 10)
        network = Network(setting, chosen.sources - feeds - bluesky, feeds, bluesky, posts=20, seed=chosen.seed, every="5m",
                          environment=clock.environment())
        setting.watch(network.sources())
        daemon = setting.start(environment=clock.environment())
        wait_until(lambda: said_by(daemon).count("caught up") >= network.servers, "it does not begin", 300)
        watched = Watched(setting, daemon, chosen.hours)
        live(network, clock, watched, chosen.hours, chance)
        said = watched.growth() if not chosen.outage else ""
        if chosen.outage:
            suffer_outage(network, clock, daemon, chosen.outage)
            said = f"an outage of {chosen.outage:g} h, then back by itself"
        clock.pass_at(1)
        daemon.terminate()
        if daemon.wait(60) != 0:
            raise Broken(f"it did not stop: {said_by(daemon)[-300:]}")
        setting.catch_up(clock.environment())
        posts = setting.check_all(network.ledger())
        network.end()
    return (f"{chosen.hours:g} h with {chosen.sources} sources at {FACTOR} times the speed (seed {chosen.seed}): {said}; {posts} posts, "
            f"none lost, none doubled")


if __name__ == "__main__":
    chosen = options(__doc__, 0, [(("--hours",), {"type": float, "default": 24.0}),
                                  (("--sources",), {"type": int, "default": 50}),
                                  (("--outage",), {"type": float, "default": 0.0, "help": "hours without a network"})])
    run("outage" if chosen.outage else "long run", lambda: campaign(chosen))
