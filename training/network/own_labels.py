"""A team's own labelled file, as `nhsvalues label` and `export` write it, made ready for training."""

import sys
from pathlib import Path

from . import tables

HEADER = ("id", "text", "values", "sentiment", "kind", "groups")


def bare(field: str) -> str:
    """Without the blanks and quotes that spreadsheets put around a label."""
    field = field.strip()
    return field[1:-1].strip() if len(field) > 1 and field[0] == field[-1] == '"' else field


def complete_row(where: str, header: list[str], line: str, number: int) -> str:
    fields = dict(zip(header, line.split("\t")))
    row = [bare(fields.get(name, "")) if name != "text" else fields.get(name, "") for name in HEADER]
    row[0] = row[0] or f"own{number}"
    if not all(row[1:]):
        sys.exit(f"{where}:{number}: a text to learn from needs all of values, sentiment, kind and groups ('-' for "
                 "none); fill them in or take the row out")
    return "\t".join(row)


def take_over(given: Path | None, to: Path) -> None:
    """Writes the rows of `given` to `to`; just the header when nothing is given. Ends the program, naming the
    line, at a row that has not all its labels: that comes before hours of learning, not after them."""
    written = ["\t".join(HEADER)]
    if given is not None:
        try:
            content = given.read_text(encoding="utf-8-sig").replace("\r\n", "\n").split("\n")
        except (OSError, UnicodeDecodeError):
            sys.exit(f"{given}: cannot be read as a labelled file")
        header = [bare(name) for name in content[0].split("\t")]
        if missing := [name for name in HEADER[1:] if name not in header]:
            sys.exit(f"{given}:1: no column {missing[0]}; the header is `{' '.join(HEADER)}`, tabs between")
        written += [complete_row(str(given), header, line, number)
                    for number, line in enumerate(content[1:], start=2) if line.strip()]
    tables.replace(to, "\n".join(written) + "\n")
