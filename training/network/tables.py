"""Files of fields with tabs between, escaped as the rest of the project does: `\\\\`, `\\t`, `\\n`, `\\r`."""

import re
from pathlib import Path
from typing import Iterator

ESCAPED = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}


def unescaped(field: str) -> str:
    return re.sub(r"\\[\\tnr]", lambda found: ESCAPED[found.group()], field)


def escaped(field: str) -> str:
    for written, meant in ESCAPED.items():
        field = field.replace(meant, written)
    return field


def lines(file: Path) -> Iterator[list[str]]:
    """The fields of each line, escapes and all. Only a line feed ends a line: texts hold other separators."""
    with open(file, encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield line.rstrip("\n").split("\t")


def rows(file: Path) -> Iterator[dict[str, str]]:
    """Each row by the names in the header, unescaped."""
    every = lines(file)
    header = next(every)
    for fields in every:
        yield dict(zip(header, map(unescaped, fields)))


def replace(file: Path, content: str) -> None:
    """Writes the file if it does not hold this already, so that what was made from it stays newer."""
    if file.exists() and file.read_text(encoding="utf-8") == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    fresh.write_text(content, encoding="utf-8", newline="\n")
    fresh.replace(file)
