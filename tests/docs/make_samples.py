#!/usr/bin/env python3
"""Makes the sample reports in docs/samples, or with --check holds that they are what the program writes today. They
are made from posts that were written for this project, at a pretended time and with a key of its own, so that every
run gives the same to the byte."""
import argparse, difflib, json, os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from demo_desk import POSTS, SOURCE, Desk

SAMPLES = os.path.join(SOURCE, "docs/samples")
CONFIG = """topics   = ["NHSvalues", "TeamLeeds", "HeartsAndMinds"]
contact  = "https://leeds.example/values-network"
database = "{place}/nhsvalues.db"

[[source]]
name  = "leeds.example"
kind  = "mastodon"
url   = "https://leeds.example"

[[source]]
name  = "northern.example"
kind  = "mastodon"
url   = "https://northern.example"

[[source]]
name  = "bluesky.example"
kind  = "bluesky"
account    = "values.leeds.example"
credential = "bluesky"

[[source]]
name  = "trust-news"
kind  = "feed"
url   = "https://trust.example/news.xml"

[[campaign]]
name   = "hello-my-name-is"
since  = "2026-09-07"
until  = "2026-10-05"
values = ["respect_and_dignity"]
public = true
objectives = ["Fewer posts say that dignity fell short than in the four weeks before."]
activities = ["Name badges and a poster on every ward"]
"""
# What the team has noted of its pledges: of the newest nothing yet.
BECAME_OF_PLEDGES = ("Asked again at the team meeting: done", "Trained two more of us")


class SampleDesk(Desk):
    """A database of thirteen months and more up to Monday, with what a team would have noted in it."""

    def collect(self):
        with open(self.path("nhsvalues.toml"), "w") as file:
            file.write(CONFIG.format(place=self.place))
        with open(os.open(self.path("pseudonym.key"), os.O_WRONLY | os.O_CREAT, 0o600), "w") as key:
            key.write("5e" * 32 + "\n")
        self.it_is(0)
        self.well([self.program("nhsvalues-demo-database"), "--posts", os.path.join(POSTS, "train.tsv"), "--db",
                   self.path("nhsvalues.db"), "--key", self.path("pseudonym.key"), "--until", "2026-11-23T00:00:00Z"])
        for ref, note in zip(self.refs("--kind", "pledge", "--until", "2026-11-23")[1:], BECAME_OF_PLEDGES):
            self.ask("pledges", "follow-up", ref, "--note", note)
        for ref in self.refs("--kind", "experience", "--direction", "upheld", "--since", "2026-10-01", "--until",
                             "2026-11-01")[:2]:
            self.ask("consent", ref, "--how", "by letter", "--by", "Ana", "--on", "2026-11-05")

    def well(self, words):
        ended = self.run(words)
        if ended.returncode != 0:
            raise SystemExit(f"{' '.join(words)} ended with {ended.returncode}:\n{ended.stderr}")
        return ended.stdout

    def ask(self, *words):
        return self.well([self.program("nhsvalues"), "--quiet", *map(str, words)])

    def refs(self, *filters):
        lines = self.ask("posts", *filters, "--limit", "5", "--format", "ndjson").splitlines()
        return [json.loads(line)["ref"] for line in lines]

    def reports(self):
        """Each by its file's name."""
        made = {}
        for audience, period in (("internal", "2026-W47"), ("public", "2026-10")):
            for ending, form in (("html", "html"), ("md", "markdown")):
                made[f"{audience}.{ending}"] = self.ask("report", "--audience", audience, "--period", period,
                                                        "--format", form)
        return made


def differs(name, made):
    """The first lines in which a sample is another than what was made; nothing where it is the same."""
    path = os.path.join(SAMPLES, name)
    kept = open(path).read() if os.path.exists(path) else ""
    lines = difflib.unified_diff(kept.splitlines(), made.splitlines(), f"docs/samples/{name}", "as written now", "", "", 0, "")
    return [line[:200] for line in lines][:20]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the folder of a build with its programs and the time shim")
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 where a sample is another")
    asked = parser.parse_args()
    with SampleDesk(asked.build) as desk:
        reports = desk.reports()
    if not asked.check:
        for name, text in reports.items():
            with open(os.path.join(SAMPLES, name), "w") as file:
                file.write(text)
        return
    wrong = [line for name, text in reports.items() for line in differs(name, text)]
    if wrong:
        raise SystemExit("\n".join(wrong) + "\nThe samples are not what the program writes: scripts/samples makes them anew.")


if __name__ == "__main__":
    main()
