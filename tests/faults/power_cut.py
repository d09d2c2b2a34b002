#!/usr/bin/env python3
"""Cuts the power at random moments of a life: nhsvaluesd collects, people label and have themselves forgotten, a backup
is made, the key is changed. One life is traced; for each cut the disk is made as it may then be, where what was not
flushed is lost, kept in part or torn, names of files too. From it everything has to come back: the daemon starts and
collects what it lacks, and what a person was told is done stays done."""
import json, os, random, shutil
from campaign import POST, Broken, Network, Setting, in_time, options, run, wait_until
from disk_model import Disk, records, write_files


class Life:
    """What happens, and what people were told of it, with the place in the trace at which they were."""

    def __init__(self, setting, chosen):
        self.setting, self.chance = setting, random.Random(chosen.seed)
        self.trace = os.path.join(setting.folder, "trace")
        self.told = []  # (place in the trace, check)
        self.rekeyed_from = self.forgotten_from = None
        self.environment = {"LD_PRELOAD": setting.shim("trace"), "NHS_TRACE_FILE": self.trace,
                            "NHS_TRACE_FOLDER": setting.data}
        self.network = Network(setting, mastodon=2, feeds=1, bluesky=1, posts=60, seed=chosen.seed)
        setting.watch(self.network.sources())

    def place(self):
        return os.path.getsize(self.trace)

    def do(self, *words):
        ended = self.setting.ask(*words, environment=self.environment)
        if ended.returncode != 0:
            raise Broken(f"{words[0]}: {ended.stderr.strip()}")

    def collect(self):
        status, words = self.setting.once(environment=self.environment)
        if status != 0:
            raise Broken(f"it did not collect ({status}): {words[-300:]}")

    def label(self):
        listed = json.loads(self.setting.ask("--quiet", "posts", "--limit", "60", "--format", "json").stdout)["posts"]
        post = self.chance.choice([each for each in listed if not each["labelled"]])
        number, sentiment = POST.search(post["text"]).group(1), self.chance.choice(["positive", "negative"])
        self.do("label", str(post["ref"]), "--sentiment", sentiment)

        def check():
            shown = self.setting.ask("show", str(post["ref"]), "--format", "json")
            if shown.returncode != 0:
                return  # deleted by its author, or forgotten since
            shown = json.loads(shown.stdout)
            if f"(cup {number}," not in shown["text"] or sentiment not in [each["sentiment"] for each in shown["labels"]]:
                raise Broken(f"the label on post {number} is gone, though it was said to be stored")
        self.told.append((self.place(), check))

    def forget(self):
        self.forgotten = next(author for _, _, _, author in self.network.ledger().values() if author.startswith("person"))
        self.forgotten_began = self.place()
        self.do("forget", "--yes", self.forgotten)
        self.forgotten_from = self.place()

    def back_up(self, name):
        copy = os.path.join(self.setting.data, name)
        self.do("backup", copy)

        def check():
            looked = self.setting.ask("restore", "--verify", copy)
            if looked.returncode != 0:
                raise Broken(f"a backup that was said to be made: {looked.stderr.strip()}")
        self.told.append((self.place(), check))

    def live(self):
        self.collect()
        for _ in range(3):
            self.label()
        self.network.tell("happen 40")
        daemon = self.setting.start(environment=self.environment)
        socket = self.setting.database + ".sock"
        wait_until(lambda: os.path.exists(socket) or daemon.poll() is not None, "the daemon does not listen", 60)
        for _ in range(3):
            self.label()
        self.network.tell("happen 20")
        self.label()
        self.forget()
        self.back_up("backup.db")
        daemon.terminate()
        daemon.wait()
        self.do("rotate-key", "--yes")
        self.collect()
        self.network.tell("happen 10")
        self.collect()
        self.ledger = self.network.ledger()

    def check_after(self, place):
        """place: where in the trace the power went."""
        setting = self.setting
        status, words = setting.once("60s")
        if status != 0:
            raise Broken(f"it does not start again ({status}): {words.strip()[-400:]}")
        for told_at, check in self.told:
            if told_at <= place:
                check()
        # In the middle of it both are right.
        forgotten = [self.forgotten] if self.forgotten_from <= place else []
        if self.forgotten_began < place < self.forgotten_from:
            self.do_again_forget()
            forgotten = [self.forgotten]
        setting.check_all(self.ledger, forgotten)

    def do_again_forget(self):
        self.setting.ask("forget", "--yes", self.forgotten)


def campaign(chosen):
    with Setting(chosen, "power-cut") as setting:
        life = Life(setting, chosen)
        life.live()
        whole = records(life.trace)
        moments = [i for i, record in enumerate(whole)]
        # Half of the cuts fall beside a flush or a change of names, where order matters.
        delicate = [i for i in moments if whole[i][0] in "SDRLUCT"]
        cuts = sorted(life.chance.choice(delicate if i % 2 else moments) for i in range(chosen.count))
        disk, followed, done = Disk(), 0, 0
        broken = []
        for cut in in_time(chosen, cuts):
            while followed <= cut:
                disk.follow(whole[followed])
                followed += 1
            luck = life.chance.choice([0, 0.5, 0.5, 0.9, 1])
            shutil.rmtree(setting.data)
            os.mkdir(setting.data)
            write_files(setting.data, disk.after_cut(life.chance, luck))
            done += 1
            try:
                life.check_after(whole[cut][4])
            except Broken as problem:
                broken.append(f"cut {cut} of {len(whole)} (luck {luck}, after {whole[cut][0]}): {problem}")
                if chosen.keep:
                    shutil.copytree(setting.data, os.path.join(setting.folder, f"cut{cut}"))
        life.network.end()
        if broken:
            raise Broken(f"{len(broken)} of {done} cuts: " + "\n  ".join(broken[:8]))
    return (f"{done} cuts in a life of {len(whole)} writes, flushes and names (seed {chosen.seed}): all came back, nothing lost, "
            f"nothing doubled, what people were told is done stayed done")


if __name__ == "__main__":
    chosen = options(__doc__, 400)
    run("power cut", lambda: campaign(chosen))
