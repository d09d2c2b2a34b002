"""What all campaigns share: the programs, a network on loopback beside them, and what is checked at the end."""
import argparse, ctypes, json, os, re, shutil, signal, subprocess, sys, tempfile, time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
POST = re.compile(r"\(cup (\d+), pot (\d+)\)")
# After these systemd starts it again (nhsvaluesd.service, RestartPreventExitStatus=), or there is no need to. 70 is a
# mistake in the program, and a signal is one, too (sysexits.h).
COMES_BACK = {0, 69, 73, 74, 75}
# After these it stays down until a person has looked: wrong where nothing but a passing fault is the cause.
STAYS_DOWN = {66, 77, 78}


def die_with_us():
    """In a child: no daemon outlives a script that was killed (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Broken(Exception):
    """Something that must hold does not."""


def options(about, count, more=()):
    """count: how many faults unless said. more: further options, as for add_argument."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--build", default=os.path.join(SOURCE, "build/dev"), help="the build whose programs run")
    parser.add_argument("--count", type=int, default=count, help="how many faults")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e6, help="ends after so long with what it has done")
    parser.add_argument("--keep", action="store_true", help="leaves the folder with database and logs behind")
    for words, settings in more:
        parser.add_argument(*words, **settings)
    return parser.parse_args()


def in_time(chosen, faults):
    """Each of the faults, until the time that was asked for is over."""
    end = time.monotonic() + chosen.minutes * 60
    for fault in faults:
        if time.monotonic() > end:
            return
        yield fault


def run(name, campaign):
    """Runs campaign(), which returns the words of the result. Prints them as one line; exit 0, or 2 where it broke."""
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        said, status = campaign(), 0
    except Broken as broken:
        said, status = f"BROKEN: {broken}", 2
    print(f"{name}: {said}; {time.monotonic() - began:.0f} s", flush=True)
    sys.exit(status)


class Network:
    """nhs_fault_network, told what to do."""

    def __init__(self, setting, mastodon=3, feeds=1, bluesky=1, posts=200, seed=1, every="1s", environment=None):
        program = os.path.join(setting.build, "tests/faults/nhs_fault_network")
        words = [program, *map(str, (mastodon, feeds, bluesky, posts, seed)), every]
        self.folder = setting.folder
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, **(environment or {})})
        self.servers = mastodon + feeds + bluesky

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "done\n":
            raise Broken(f"the network did not do: {line}")

    def sources(self):
        file = os.path.join(self.folder, "sources.toml")
        self.tell(f"sources {file}")
        with open(file) as text:
            return text.read()

    def ledger(self):
        """By number: whether it is there, its edits, when it was last touched, who wrote it."""
        file = os.path.join(self.folder, "ledger")
        self.tell(f"ledger {file}")
        with open(file) as lines:
            rows = [line.split() for line in lines]
        return {int(n): (state == "there", int(version), int(touched), author)
                for n, state, version, touched, author in rows}

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Setting:
    """A folder with configuration and database, and the programs run on it."""

    def __init__(self, chosen, name):
        self.build, self.keep = os.path.abspath(chosen.build), chosen.keep
        self.folder = tempfile.mkdtemp(prefix=f"nhsvalues-{name}-")
        # The database has a folder of its own: what is counted or dropped there is the product's alone.
        self.data = os.path.join(self.folder, "data")
        os.mkdir(self.data)
        self.config = os.path.join(self.folder, "nhsvalues.toml")
        self.database = os.path.join(self.data, "nhsvalues.db")
        self.environment = {**os.environ, "NHSVALUES_DB": "", "NHSVALUES_CONFIG": "",
                            "NHSVALUES_MODEL": os.environ.get("NHSVALUES_MODEL", os.path.join(SOURCE, "models/nhsvalues.model"))}
        self.runs, self.daemons = 0, []

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        for daemon in self.daemons:
            if daemon.poll() is None:
                daemon.kill()
                daemon.wait()
        if not self.keep:
            shutil.rmtree(self.folder)
        else:
            print(f"kept: {self.folder}", file=sys.stderr)

    def program(self, name):
        return os.path.join(self.build, {"nhsvaluesd": "daemon/nhsvaluesd", "nhsvalues": "cli/nhsvalues"}[name])

    def shim(self, name):
        return os.path.join(self.build, f"tests/faults/libnhs_{name}_shim.so")

    def watch(self, sources, network="allow_private_addresses = true\nallow_plain_http = true\n", database=None):
        with open(self.config, "w") as file:
            file.write(f'topics = ["NHSvalues"]\ncontact = "https://example.org/contact"\n'
                       f'database = "{database or self.database}"\n[network]\n{network}{sources}')

    def start(self, words=(), environment=None):
        """A daemon. Its words go to the file that its attribute `log` names."""
        self.runs += 1
        log = os.path.join(self.folder, f"daemon{self.runs}.log")
        with open(log, "wb") as err:
            daemon = subprocess.Popen([self.program("nhsvaluesd"), "--config", self.config, *words], stdout=err,
                                      stderr=err, env={**self.environment, **(environment or {})},
                                      preexec_fn=die_with_us)
        daemon.log = log
        self.daemons = [each for each in self.daemons if each.poll() is None] + [daemon]
        return daemon

    def once(self, patience="30s", environment=None, longest=900):
        """A run of --once to its end: its status and words."""
        daemon = self.start(["--once", "--patience", patience], environment)
        try:
            status = daemon.wait(longest)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait()
            raise Broken(f"a run of --once hung; it said: {said_by(daemon)[-400:]}")
        words = said_by(daemon)
        if not self.keep:
            os.remove(daemon.log)
        return status, words

    def ask(self, *words, environment=None):
        return subprocess.run([self.program("nhsvalues"), "--config", self.config, *words], capture_output=True,
                              text=True, env={**self.environment, **(environment or {})})

    def check_sound(self):
        looked = self.ask("doctor", "--full", "--format", "json")
        try:
            report = json.loads(looked.stdout)
        except ValueError:
            raise Broken(f"doctor: {looked.stderr.strip()}")
        wrong = [check for check in report["checks"] if check["ok"] is False and check["name"] != "room"]
        if wrong:
            raise Broken("doctor: " + "; ".join(f"{check['name']}: {check['found']}" for check in wrong))

    def stored(self):
        """The edits of every stored post by its number."""
        exported = self.ask("export")
        if exported.returncode != 0:
            raise Broken(f"export: {exported.stderr.strip()}")
        found = {}
        for number, version in POST.findall(exported.stdout):
            if int(number) in found:
                raise Broken(f"post {number} is stored twice")
            found[int(number)] = int(version)
        return found

    def check_all(self, ledger, forgotten=()):
        """Nothing lost, nothing doubled, nothing left as it was before an edit; counts equal a recount. Who is
        forgotten has no posts here."""
        self.check_sound()
        stored = self.stored()
        there = {number: version for number, (alive, version, _, author) in ledger.items()
                 if alive and author not in forgotten}
        back = [number for number in stored if number in ledger and ledger[number][3] in forgotten]
        if back:
            raise Broken(f"posts of somebody who was forgotten: {back[:10]}")
        lost = sorted(set(there) - set(stored))
        if lost:
            raise Broken(f"{len(lost)} of {len(there)} posts are lost: {lost[:10]}")
        stale = [number for number, version in there.items() if stored[number] != version]
        if stale:
            raise Broken(f"{len(stale)} posts are stored without their last edit: {sorted(stale)[:10]}")
        invented = sorted(set(stored) - set(ledger))
        if invented:
            raise Broken(f"posts that nobody wrote: {invented[:10]}")
        return len(there)

    def catch_up(self, environment=None, tries=5):
        """Runs of --once until one says that nothing is left to read."""
        for _ in range(tries):
            status, words = self.once("60s", environment)
            if status == 0:
                return
        raise Broken(f"it does not catch up ({status}): {words.strip().splitlines()[-1:]}")


def said_by(daemon):
    with open(daemon.log, errors="replace") as text:
        return text.read()


def wait_until(said, what, longest=30.0):
    """until said() holds; Broken with `what` where it never does."""
    end = time.monotonic() + longest
    while not said():
        if time.monotonic() > end:
            raise Broken(what)
        time.sleep(0.02)
