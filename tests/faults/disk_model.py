"""What a disk may hold when the power goes: made from what trace_shim.cpp noted."""
import os, struct

HEADER = struct.Struct("=c7xQqQ")


def records(file):
    """(what, file, at, bytes, where the record ends) of every call, in order."""
    with open(file, "rb") as trace:
        content = trace.read()
    place, found = 0, []
    while place + HEADER.size <= len(content):
        what, inode, at, size = HEADER.unpack_from(content, place)
        place += HEADER.size
        found.append((what.decode(), inode, at, content[place:place + size], place + size))
        place += size
    return found


class File:
    def __init__(self):
        self.flushed = bytearray()
        self.since = []  # what was asked since it was last flushed

    @staticmethod
    def put(content, change):
        at, written = change
        if written is None:  # its length
            del content[at:]
            content.extend(bytes(at - len(content)))
            return
        content.extend(bytes(max(0, at - len(content))))
        content[at:at + len(written)] = written

    def flush(self):
        for change in self.since:
            self.put(self.flushed, change)
        self.since = []


class Disk:
    """Follows a trace. Only what was flushed is sure: a file's bytes by its own flush, its name by its folder's."""

    def __init__(self):
        self.files, self.names, self.sure_names, self.since = {}, {}, {}, []
        self.open = {}  # by inode, of those that have had a name

    def follow(self, record):
        what, inode, at, content, _ = record
        if what == "C":
            name = content.decode()
            if self.names.get(name) != inode or inode not in self.open:
                self.open[inode] = File()
                self.names[name] = inode
                self.since.append((name, self.open[inode]))
        elif what == "W" and inode in self.open:
            self.open[inode].since.append((at, content))
        elif what == "T" and inode in self.open:
            self.open[inode].since.append((at, None))
        elif what == "S" and inode in self.open:
            self.open[inode].flush()
        elif what == "U" and content.decode() in self.names:
            self.names.pop(content.decode())
            self.since.append((content.decode(), None))
        elif what == "R":
            before, after = content.decode().split("\0")
            if before in self.names:
                self.names[after] = self.names.pop(before)
                # One step on a disk that keeps a journal of its folders.
                self.since.append((before, None, after, self.open[self.names[after]]))
        elif what == "L":
            before, after = content.decode().split("\0")
            if before in self.names:
                self.names[after] = self.names[before]
                self.since.append((after, self.open[self.names[after]]))
        elif what == "D":
            here = [change for change in self.since if os.path.dirname(change[0]) == content.decode()]
            self.apply_names(self.sure_names, here)
            self.since = [change for change in self.since if change not in here]

    @staticmethod
    def apply_names(names, changes):
        for change in changes:
            for name, file in zip(change[::2], change[1::2]):
                if file is None:
                    names.pop(name, None)
                else:
                    names[name] = file

    def after_cut(self, chance, luck):
        """The files by name, where of what was not flushed nothing (luck 0), some or all (luck 1) reached the disk:
        names in their order, writes in any, and one in five of them torn between sectors."""
        names = dict(self.sure_names)
        reached = len(self.since) if luck == 1 else 0 if luck == 0 else chance.randint(0, len(self.since))
        self.apply_names(names, self.since[:reached])
        found = {}
        for name, file in names.items():
            content = bytearray(file.flushed)
            for at, written in file.since:
                if luck < 1 and chance.random() >= luck:
                    continue
                if written is not None and 0 < luck < 1 and len(written) > 512 and chance.random() < 0.2:
                    written = written[:512 * chance.randrange(len(written) // 512)]
                File.put(content, (at, written))
            found[name] = bytes(content)
        return found


def write_files(folder, files):
    for name, content in files.items():
        assert name.startswith(folder)
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(os.open(name, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(content)
