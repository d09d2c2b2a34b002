#!/usr/bin/env python3
"""Runs every command that the README and the guide show, and compares what it says with what stands there.

In a block marked ```console each line that begins with `$ ` is run on the demo's database, in the document's order, and
the lines up to the next one are what it says; a line `…` stands for any number of lines. `lines=1-4,9` after the mark
keeps only those when it is refreshed, and `status=2` says how it ends. Of the README's other blocks each command of the
program is run too, and has to end well; what else stands there has to be named in NOT_RUN_HERE with its reason."""
import argparse, os, re, shlex, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from demo_desk import SOURCE, Desk

DOCUMENTS = ("README.md", "docs/guide.md")
# By how a line begins.
NOT_RUN_HERE = {
    "scripts/": "CI runs them",
    "cmake ": "CI builds so",
    "nhsvaluesd --once": "the demo's database is collected by it",
    "nhsvalues check-config": "with the shipped configuration; tests/config does that",
    "cp config/nhsvalues.toml": "the demo's configuration stands in",
    "export ": "sets what the test sets",
    "PATH=": "sets what the test sets",
    "sudo ": "scripts/test-package does as much as root on a machine of its own, but for `editor` and `apt`",
    "nhsvalues sources test mastodon.social": "asks a server on the Internet",
}


class Block:
    """A fenced or indented block of a document; first: the number of its first line, from 0."""

    def __init__(self, first, last, mark, lines):
        self.first, self.last, self.mark, self.lines = first, last, mark, lines

    def setting(self, name):
        found = re.search(rf"\b{name}=(\S+)", self.mark or "")
        return found.group(1) if found else None


def blocks_of(lines):
    blocks, start = [], None
    for number, line in enumerate(lines + [""]):
        if start is None and line.startswith("```"):
            start = number
        elif start is not None and line.startswith("```"):
            blocks.append(Block(start + 1, number, lines[start][3:].strip(), lines[start + 1:number]))
            start = None
        elif start is None and line.startswith("    ") and line.strip():
            blocks.append(Block(number, number + 1, None, [line.strip()]))
    return blocks


def said_in(lines):
    """Commands with the lines beneath each."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


# The demo's posts are collected within an hour, in more or fewer minutes and questions of it: only those may differ.
BY_CHANCE = re.compile(r"\b\d+(?= min)|(?<=23 Nov 2026 09:)\d\d|\d+ +\d+% +\d+% +\d+%$")


def fits(wanted, got):
    def plain(line):
        return BY_CHANCE.sub("…", line) + "\n"
    pattern = "".join("(?:.*\n)*?" if line == "…" else re.escape(plain(line)) for line in wanted)
    return re.fullmatch(pattern, "".join(plain(line) for line in got)) is not None


def chosen_lines(got, ranges):
    """Those of `1-4,9`, with `…` where some are left out."""
    if not ranges:
        return got
    kept, after = [], 0
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        if int(first) > after + 1:
            kept.append("…")
        after = len(got) if last == "end" else int(last or first)
        kept += got[int(first) - 1:after]
    return kept + (["…"] if after < len(got) else [])


class Reader:
    def __init__(self, desk, refresh):
        self.desk, self.refresh, self.wrong, self.ran = desk, refresh, [], 0

    def run(self, command):
        ended = self.desk.run(["bash", "-c", f'nhsvalues() {{ {shlex.quote(self.desk.program("nhsvalues"))} "$@"; }}\n'
                                             + command])
        self.ran += 1
        # As on a terminal: what is said of the answer comes after it.
        said = (ended.stdout + ended.stderr).replace(self.desk.place, "/var/lib/nhsvalues")
        return ended.returncode, [line.rstrip() for line in said.splitlines()]

    def console(self, document, block):
        fresh = []
        for command, wanted in said_in(block.lines):
            status, got = self.run(command)
            where = f"{document}:{block.first + 1}: {command}"
            if status != int(block.setting("status") or 0):
                self.wrong.append(f"{where}\n  ends with {status}:\n  " + "\n  ".join(got))
            if not self.refresh and not fits(wanted, got):
                self.wrong.append(f"{where}\n  says:\n    " + "\n    ".join(got) + "\n  and not:\n    "
                                  + "\n    ".join(wanted))
            fresh += ["$ " + command, *chosen_lines(got, block.setting("lines"))]
        return fresh

    def shown(self, document, block):
        for line in block.lines:
            command = re.sub(r"\s{2,}#.*", "", line)
            if not command or any(command.startswith(begin) for begin in NOT_RUN_HERE):
                continue
            where = f"{document}:{block.first + 1}: {command}"
            if not command.startswith("nhsvalues "):
                self.wrong.append(f"{where}\n  is neither run nor named in NOT_RUN_HERE")
                continue
            status, got = self.run(command)
            if status != 0:
                self.wrong.append(f"{where}\n  ends with {status}:\n  " + "\n  ".join(got))

    def read(self, document):
        file = os.path.join(SOURCE, document)
        with open(file) as text:
            lines = text.read().split("\n")
        fresh, after = [], 0
        for block in blocks_of(lines):
            if (block.mark or "").startswith("console"):
                fresh += lines[after:block.first] + self.console(document, block)
                after = block.last
            elif block.mark is None:
                self.shown(document, block)
        if self.refresh:
            with open(file, "w") as text:
                text.write("\n".join(fresh + lines[after:]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default=os.path.join(SOURCE, "build/release"), help="the build whose programs run")
    parser.add_argument("--refresh", action="store_true", help="puts what the commands say into the documents")
    parser.add_argument("documents", nargs="*", default=DOCUMENTS)
    chosen = parser.parse_args()
    with Desk(chosen.build) as desk:
        reader = Reader(desk, chosen.refresh)
        for document in chosen.documents:
            desk.as_collected()
            reader.read(document)
    print("\n".join(reader.wrong))
    print(f"{reader.ran} commands of {', '.join(chosen.documents)}: {len(reader.wrong)} not as they stand there")
    sys.exit(1 if reader.wrong or reader.ran == 0 else 0)


if __name__ == "__main__":
    main()
