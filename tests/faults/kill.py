#!/usr/bin/env python3
"""kill -9 at random moments of a daemon under load. Between the kills people post, edit and delete on several servers,
which are troubled themselves; members read and label beside it. At the end no post may be lost or doubled, no label
that was said to be stored gone, and every count equal to a recount."""
import json, os, random, time
from campaign import Broken, Network, Setting, in_time, options, run, said_by, wait_until


def label_something(setting, labelled, chance):
    """Through the daemon where one runs. What it says it has stored has to stand there at the end."""
    listed = setting.ask("--quiet", "posts", "--limit", "40", "--format", "json")
    if listed.returncode != 0:
        return
    refs = [post["ref"] for post in json.loads(listed.stdout)["posts"]] if listed.stdout else []
    if not refs:
        return
    ref, sentiment = chance.choice(refs), chance.choice(["positive", "negative", "neutral"])
    labelled.pop(ref, None)
    if setting.ask("label", str(ref), "--sentiment", sentiment).returncode == 0:
        labelled[ref] = sentiment


def check_labels(setting, labelled):
    for ref, sentiment in labelled.items():
        shown = setting.ask("show", str(ref), "--format", "json")
        # Who deletes a post takes it away with its labels.
        if shown.returncode == 0 and sentiment not in [each["sentiment"] for each in json.loads(shown.stdout)["labels"]]:
            raise Broken(f"post {ref} was labelled {sentiment}, and no longer is")


def campaign(chosen):
    chance = random.Random(chosen.seed)
    starting = killed = 0
    with Setting(chosen, "kill") as setting:
        network = Network(setting, mastodon=4, feeds=2, bluesky=1, posts=200 + min(chosen.count, 300), seed=chosen.seed)
        network.tell("trouble on")
        setting.watch(network.sources())
        labelled = {}
        for kill in in_time(chosen, range(chosen.count)):
            daemon = setting.start()
            network.tell(f"happen {chance.randrange(6)}")
            labeller = kill % 10 == 5
            # Some are killed within their start, most at work, however long starting takes here.
            if kill % 4 != 0:
                wait_until(lambda: "watching" in said_by(daemon) or daemon.poll() is not None, "it does not start", 60)
            time.sleep(chance.uniform(0, 0.4 if kill % 4 == 0 else 1.6))
            if labeller:
                label_something(setting, labelled, chance)
            daemon.kill()
            daemon.wait()
            killed += 1
            starting += "watching" not in said_by(daemon)
            if daemon.returncode != -9:
                raise Broken(f"ended by itself ({daemon.returncode}): {said_by(daemon)[-300:]}")
            if not chosen.keep:
                os.remove(daemon.log)
            if kill % 25 == 24:
                setting.check_sound()
        network.tell("trouble off")
        setting.catch_up()
        ledger = network.ledger()
        posts = setting.check_all(ledger)
        check_labels(setting, labelled)
        network.end()
    return (f"{killed} kills (seed {chosen.seed}), {starting} of them in its start: {posts} posts, none lost, none "
            f"doubled, {len(labelled)} labels kept, counts equal a recount")


if __name__ == "__main__":
    chosen = options(__doc__, 1000)
    run("kill", lambda: campaign(chosen))
