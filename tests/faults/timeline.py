"""The time that programs see that are started with time_shim.cpp: as fast as it is told, from whatever day."""
import mmap, os, struct, time

SECOND = 1_000_000_000


class Timeline:
    def __init__(self, setting, name="time", start=None, factor=1.0):
        """start: what the wall clock shows at first (Unix); now, unless given."""
        self.file = os.path.join(setting.folder, name)
        with open(self.file, "wb") as file:
            file.write(bytes(mmap.PAGESIZE))
        with open(self.file, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), mmap.PAGESIZE)
        self.version = 0
        self.begun = time.monotonic_ns()
        self.steady, self.wall, self.factor = self.begun, int((start or time.time()) * SECOND), factor
        self.shim = setting.shim("time")
        self.write()

    def environment(self):
        return {"LD_PRELOAD": self.shim, "NHS_TIME_FILE": self.file}

    def write(self):
        struct.pack_into("=Q", self.memory, 0, self.version + 1)
        struct.pack_into("=qqqd", self.memory, 8, self.begun, self.steady, self.wall, self.factor)
        self.version += 2
        struct.pack_into("=Q", self.memory, 0, self.version)

    def advance(self):
        now = time.monotonic_ns()
        passed = int((now - self.begun) * self.factor)
        self.begun, self.steady, self.wall = now, self.steady + passed, self.wall + passed

    def now(self):
        """What the wall clock shows."""
        self.advance()
        self.write()
        return self.wall / SECOND

    def pass_at(self, factor):
        self.advance()
        self.factor = factor
        self.write()

    def jump(self, seconds):
        """The wall clock alone, as when somebody sets it."""
        self.advance()
        self.wall += int(seconds * SECOND)
        self.write()

    def let_pass(self, seconds):
        """Returns when so much has passed."""
        time.sleep(seconds / self.factor)
