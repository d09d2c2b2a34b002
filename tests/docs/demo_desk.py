"""The database that the documents' commands are shown on: collected by the real daemon from the demo's network, at a
pretended time, with a key of its own, so that every run gives the same answers to the character."""
import csv, os, shutil, struct, subprocess, tempfile, time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
POSTS = os.path.join(SOURCE, "training/data/social")
MONDAY = 1795424400  # 23 November 2026, 09:00 UTC
# One source after the other: the order in which posts come in decides their references.
ORDER = ("leeds.example", "northern.example", "trust-news")
CONFIG = """topics   = ["NHSvalues", "TeamLeeds", "HeartsAndMinds"]
contact  = "https://leeds.example/values-network"
database = "{place}/nhsvalues.db"

[network]   # the demo's servers are on this machine
allow_private_addresses = true
allow_plain_http        = true

[[campaign]]
name   = "hello-my-name-is"
since  = "2026-10-19"
until  = "2026-11-02"
values = ["respect_and_dignity"]
objectives = ["Fewer posts say that dignity fell short than in the two weeks before."]
activities = ["Name badges and a poster on every ward"]

[[notify]]
name = "team"
kind = "file"
path = "alerts.ndjson"

[[alert]]
name = "dignity-moves"
kind = "direction_shift"
values = ["respect_and_dignity"]
to = ["team"]
"""


class Desk:
    """build: the folder of a build with its programs and the time shim. Removed at the end of a `with`."""

    def __init__(self, build):
        self.build = os.path.abspath(build)
        self.place = tempfile.mkdtemp(prefix="nhsvalues-documents-")
        self.kept = self.place + ".kept"

    def __enter__(self):
        self.collect()
        shutil.copytree(self.place, self.kept)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.place)
        shutil.rmtree(self.kept)

    def as_collected(self):
        """Undoes what commands have changed."""
        shutil.rmtree(self.place)
        shutil.copytree(self.kept, self.place)
        self.it_is(40 * 60 + 30)

    def path(self, name):
        return os.path.join(self.place, name)

    def program(self, name):
        return os.path.join(self.build, {"nhsvalues": "cli", "nhsvaluesd": "daemon"}.get(name, "tests/support"), name)

    def environment(self):
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {**kept, "LANG": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80", "NHSVALUES_CONFIG": self.path("nhsvalues.toml"),
                "NHS_TIME_FILE": self.path("time"), "NHSVALUES_MODEL": os.path.join(SOURCE, "models/nhsvalues.model"),
                "LD_PRELOAD": os.path.join(self.build, "tests/faults/libnhs_time_shim.so")}

    def it_is(self, seconds_after_monday, factor=1.0):
        """From now on, for programs that start: so long after Monday at nine, time passing so much faster."""
        steady = time.monotonic_ns()
        wall = (MONDAY + seconds_after_monday) * 1_000_000_000
        with open(self.path("time"), "wb") as file:
            file.write(struct.pack("<Qqqqd", 2, steady, steady, wall, factor))

    def run(self, words):
        return subprocess.run(words, cwd=self.place, env=self.environment(), text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)

    def collect(self):
        self.write_posts()
        with open(os.open(self.path("pseudonym.key"), os.O_WRONLY | os.O_CREAT, 0o600), "w") as key:
            key.write("5e" * 32 + "\n")
        self.it_is(0, factor=8)
        network = subprocess.Popen(
            [self.program("nhsvalues-demo-network"), "--posts", self.path("posts.tsv"), "--port-file",
             self.path("servers.toml"), "--until", "2026-11-23T09:00:00Z", "--max-runtime", "100m"],
            env=self.environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        try:
            while not os.path.exists(self.path("servers.toml")):
                if network.poll() is not None:
                    raise SystemExit("the demo's network did not start")
                time.sleep(0.05)
            self.collect_in_order()
        finally:
            network.stdin.close()
            network.wait()

    def collect_in_order(self):
        with open(self.path("servers.toml")) as file:
            blocks = ["[[source]]" + block for block in file.read().split("[[source]]")[1:]]
        chosen = []
        for minute, name in enumerate(ORDER):
            chosen += [block for block in blocks if f'name  = "{name}"' in block]
            with open(self.path("nhsvalues.toml"), "w") as file:
                file.write(CONFIG.format(place=self.place) + "\n" + "\n".join(chosen))
            self.it_is(600 * minute, factor=8)
            ended = self.run([self.program("nhsvaluesd"), "--once", "--patience", "30m"])
            if ended.returncode != 0:
                raise SystemExit(f"nhsvaluesd ended with {ended.returncode}:\n{ended.stderr}")

    def write_posts(self):
        """Posts that the model has not learned from, and, so that there are enough, some that it has; and a survey."""
        rows = []
        for name, every in (("dev.tsv", 1), ("train.tsv", 9)):
            with open(os.path.join(POSTS, name)) as file:
                head, *lines = file.read().splitlines()
            rows += lines[::every]
        with open(self.path("posts.tsv"), "w") as file:
            file.write("\n".join([head, *rows]) + "\n")
        with open(os.path.join(POSTS, "comments.tsv")) as file:
            comments = [line.split("\t") for line in file.read().splitlines()[1:]]
        with open(self.path("comments.csv"), "w", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(["text"])
            sheet.writerows([words[1]] for words in comments[:60])
