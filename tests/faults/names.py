#!/usr/bin/env python3
"""A name server that is dead, slow, knows no such name, or lies: it gives addresses of this machine, of the local
network and of a cloud's metadata service, none of which may be connected to. Between the spells it is right, and
what was posted meanwhile has to come by itself."""
import os, random
from campaign import Broken, Network, Setting, in_time, options, run, said_by, wait_until
from timeline import Timeline

LIES = ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"]
SPELLS = ["dead", "slow", "unknown"] + LIES
FACTOR = 15
FACTOR_OF_REST = 200


def campaign(chosen):
    chance = random.Random(chosen.seed)
    spells = 0
    with Setting(chosen, "names") as setting:
        names = os.path.join(setting.folder, "names")

        def resolve(what):
            with open(names + ".part", "w") as file:
                file.write(what)
            os.rename(names + ".part", names)
        resolve("right")
        clock = Timeline(setting, factor=FACTOR)
        network = Network(setting, mastodon=1, feeds=1, bluesky=0, posts=20, seed=chosen.seed, every="10s",
                          environment=clock.environment())
        sources = network.sources()
        setting.watch(sources.replace("127.0.0.1", "news.pretended.example"), "allow_plain_http = true\n")
        environment = clock.environment()
        environment["LD_PRELOAD"] += ":" + setting.shim("names")
        environment["NHS_NAMES_FILE"] = names
        daemon = setting.start(environment=environment)
        wait_until(lambda: said_by(daemon).count("caught up") >= 2, "it does not begin", 60)
        order = chance.sample(SPELLS, len(SPELLS))
        for number in in_time(chosen, range(chosen.count)):
            spell = order[number % len(order)]
            resolve(spell)
            network.tell("happen 3")
            # A connection that is open needs no name: it has to go first.
            told = said_by(daemon).count("warning: mastodon0: ")
            network.tell("outage on")
            wait_until(lambda: said_by(daemon).count("warning: mastodon0: ") > told or daemon.poll() is not None,
                       "the end of the connection is not told", 60)
            # libcurl remembers an address for a minute.
            clock.let_pass(90)
            network.tell("outage off")
            network.tell("everywhere")
            before = said_by(daemon).count("mastodon0: caught up")
            clock.let_pass(120)
            if said_by(daemon).count("mastodon0: caught up") > before:
                raise Broken(f"it collects though the name server says {spell}")
            resolve("right")
            # A failing server is left alone for minutes; one that seems to be on a private network for six hours, for
            # as a rule that takes another configuration.
            clock.pass_at(FACTOR_OF_REST if spell in LIES else FACTOR)
            wait_until(lambda: said_by(daemon).count("mastodon0: caught up") > before or daemon.poll() is not None,
                       f"after a name server that said {spell} it does not come back", 8 * 3600 / FACTOR_OF_REST)
            clock.pass_at(FACTOR)
            if daemon.poll() is not None:
                raise Broken(f"it ended with {daemon.returncode}: {said_by(daemon)[-300:]}")
            spells += 1
        daemon.terminate()
        daemon.wait()
        setting.catch_up(environment)
        posts = setting.check_all(network.ledger())
        network.end()
    return (f"{spells} spells of a name server dead, slow, ignorant or lying (seed {chosen.seed}): nothing was collected in them and all "
            f"passed by themselves; {posts} posts, none lost, none doubled")


if __name__ == "__main__":
    chosen = options(__doc__, 30)
    run("names", lambda: campaign(chosen))
