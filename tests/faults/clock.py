#!/usr/bin/env python3
"""Sets the daemon's clock an hour, a day or a minute forwards and backwards while it collects, the servers' clocks
staying right, on the days on which British Summer Time begins and ends. After every jump what is posted has to be
stored within a quarter of an hour; at the end nothing may be lost or doubled, and the counts by local day right."""
import calendar, random, sqlite3
from campaign import Broken, Network, Setting, in_time, options, run, said_by, wait_until
from timeline import Timeline

FACTOR = 60
JUMPS = [86400, -86400, 3600, -3600, 61, -61]
# A quarter of an hour before the hour that there is twice, and before the one that there is not.
STARTS = [calendar.timegm((2026, 10, 25, 0, 45, 0)), calendar.timegm((2026, 3, 29, 0, 45, 0))]


def newest_stored(setting):
    with sqlite3.connect(f"file:{setting.database}?mode=ro", uri=True) as database:
        return database.execute("SELECT count(*) FROM post").fetchone()[0]


def stored_after_jump(setting, network, daemon, jump):
    before = newest_stored(setting)
    network.tell("everywhere")
    wait_until(lambda: newest_stored(setting) >= before + network.servers or daemon.poll() is not None,
               f"after a jump of {jump} s nothing is stored", 900 / FACTOR + 30)
    if daemon.poll() is not None:
        raise Broken(f"after a jump of {jump} s it ended with {daemon.returncode}: {said_by(daemon)[-300:]}")


def campaign(chosen):
    chance = random.Random(chosen.seed)
    jumps, posts = 0, 0
    for start in STARTS:
        with Setting(chosen, "clock") as setting:
            true = Timeline(setting, "true-time", start, FACTOR)
            ours = Timeline(setting, "our-time", start, FACTOR)
            network = Network(setting, mastodon=2, feeds=1, bluesky=1, posts=40, seed=chosen.seed, every="20s",
                              environment=true.environment())
            setting.watch(network.sources())
            daemon = setting.start(environment=ours.environment())
            wait_until(lambda: said_by(daemon).count("caught up") >= network.servers, "it does not begin", 90)
            for _ in in_time(chosen, range(chosen.count // 2)):
                jump = chance.choice(JUMPS)
                ours.jump(jump)
                network.tell("happen 5")
                stored_after_jump(setting, network, daemon, jump)
                jumps += 1
            daemon.terminate()
            if daemon.wait(60) != 0:
                raise Broken(f"it did not stop: {said_by(daemon)[-300:]}")
            # Somebody puts the clock right in the end.
            setting.catch_up(true.environment())
            posts += setting.check_all(network.ledger())
            network.end()
    return (f"{jumps} jumps of the clock by up to a day over both changes of summer time (seed {chosen.seed}): {posts} posts, all stored "
            f"within 15 minutes of each jump, none lost, none doubled")


if __name__ == "__main__":
    chosen = options(__doc__, 60)
    run("clock", lambda: campaign(chosen))
