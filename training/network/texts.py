"""Texts with their labels and the words that a network reads."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from . import product_words, tables
from .files import DEVELOPMENT, HELD_OUT, PATIENTS, Files
from .labels import DIRECTIONS, GROUPS, KINDS, SENTIMENTS, SHORT_SENTIMENTS, VALUES

# As the product tells apart (classifier/word_sequence.h); here fewer, for memory.
MOST_CLAUSES = 31


@dataclass(eq=False)
class Text:
    """values and groups: 0 or 1 each, None where nobody judged them. directions, sentiment, kind: number of the
    label, -1 where nobody judged. soft: what teachers say, as probabilities by the name of an output."""

    place: str
    id: str
    text: str
    words: list[str]
    clauses: list[int]
    patient: bool
    weight: float = 1.0
    values: np.ndarray | None = None
    directions: np.ndarray | None = None
    groups: np.ndarray | None = None
    sentiment: int = -1
    kind: int = -1
    rows: list[int] = field(default_factory=list)
    soft: dict[str, np.ndarray] = field(default_factory=dict)


def cut_into_words(files: Files, name: str) -> None:
    """Writes the words of a file's texts."""
    tables.replace(files.words(name), product_words.cut(files.nhs_tokens, files.texts(name)))


def listed(labels: str) -> list[str]:
    return [] if labels == "-" else labels.split(",")


def take_labels(text: Text, row: dict[str, str]) -> None:
    if "values" not in row:
        short = row.get("label", "na")
        text.sentiment = -1 if short == "na" else SHORT_SENTIMENTS.index(short)
        return
    text.values = np.zeros(len(VALUES), np.float32)
    text.directions = np.full(len(VALUES), -1, np.int64)
    text.groups = np.zeros(len(GROUPS), np.float32)
    for label in listed(row["values"]):
        value, _, direction = label.partition(":")
        text.values[VALUES.index(value)] = 1
        if direction:
            text.directions[VALUES.index(value)] = DIRECTIONS.index(direction)
    for group in listed(row["groups"]):
        text.groups[GROUPS.index(group)] = 1
    text.sentiment = SENTIMENTS.index(row["sentiment"])
    text.kind = KINDS.index(row["kind"])


def read(files: Files, name: str, weight: float = 1.0) -> list[Text]:
    """All texts of a file. Needs its words."""
    found = []
    for number, (row, cut) in enumerate(
            zip(tables.rows(files.texts(name)), tables.lines(files.words(name)), strict=True)):
        if row["id"] != cut[0]:
            raise ValueError(f"{files.words(name)}: row {number + 1} is of another text; run with --fresh")
        items = [item.rsplit("|", 3) for item in cut[1].split(" ") if item]
        text = Text(f"{name}:{number}", row["id"], row["text"], [item[0] for item in items],
                    [min(int(item[2]), MOST_CLAUSES - 1) for item in items], name in PATIENTS, weight)
        take_labels(text, row)
        found.append(text)
    return found


def read_all(files: Files, names: Iterable[str], weights: dict[str, float]) -> list[Text]:
    """The texts of several files; weights: by file, 1 for those without."""
    return [text for name in names for text in read(files, name, weights.get(name, 1.0))]


def key(text: str) -> str:
    """Letters and digits alone, without addresses and handles: copies of a text have the same."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"https?://\S+|@\w+", "", text.lower()))


def keys_held_back(files: Files) -> set[str]:
    """Of the texts that teach nothing."""
    return {key(row["text"]) for name in (*DEVELOPMENT, HELD_OUT) for row in tables.rows(files.texts(name))}


def that_teach(texts: list[Text], held_back: set[str]) -> list[Text]:
    """Those with words that are no copies of development texts."""
    return [text for text in texts if text.words and key(text.text) not in held_back]


def without_copies(texts: list[Text]) -> list[Text]:
    """The first of each kind of copies."""
    first: dict[str, Text] = {}
    for text in texts:
        first.setdefault(key(text.text), text)
    return list(first.values())
