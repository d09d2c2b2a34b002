"""Makes unlabelled texts for the teachers to judge: sentences of the labelled texts, put together anew.

The student so sees many more texts of this register than there are labels for, with what the teachers say of
them. They live only while the model is made.
"""

import re

import numpy as np

from . import tables, texts
from .files import CLAUSES, COMMENTS, OWN_LABELS, POSTS, RECOMBINED, Files

TEXTS = 24_000
# Every so manieth text is of patients' sentences.
PATIENTS_EVERY = 4
CHANCE_OF_CLAUSE = 0.35
TAGS = ("#NHSvalues", "#NHS", "#TeamLeeds", "#HeartsAndMinds", "")
LONGEST = 600


def is_of_patients(number: int) -> bool:
    return number % PATIENTS_EVERY == 0


def sentences(files: Files, names: tuple[str, ...], longest: int) -> list[str]:
    held_back = texts.keys_held_back(files)
    cut = [part.strip() for name in names for row in tables.rows(files.texts(name))
           if texts.key(row["text"]) not in held_back
           for part in re.split(r"(?<=[.!?])\s+|\n", row["text"])]
    return [sentence for sentence in cut if 8 < len(sentence) < longest]


def put_together(parts: list[str], random: np.random.RandomState) -> str:
    return " ".join(part if part[-1] in ".!?" else part + random.choice([".", ",", ""]) for part in parts)


def recombine(files: Files) -> None:
    """Writes recombined.tsv."""
    random = np.random.RandomState(7)
    of_posts = sentences(files, (*POSTS, OWN_LABELS), LONGEST)
    of_patients = sentences(files, COMMENTS, 200)
    held_back = texts.keys_held_back(files)
    clauses = [row["text"] for row in tables.rows(files.texts(CLAUSES)) if texts.key(row["text"]) not in held_back]
    lines = ["id\ttext"]
    for number in range(TEXTS):
        pool = of_patients if is_of_patients(number) else of_posts
        parts = []
        for _ in range(random.choice([1, 2, 3], p=[0.25, 0.5, 0.25])):
            source = clauses if random.rand() < CHANCE_OF_CLAUSE else pool
            parts.append(source[random.randint(len(source))])
        text = put_together(parts, random)
        if not is_of_patients(number):
            text += " " + random.choice(TAGS)
        lines.append(f"u{number:05d}\t{tables.escaped(text[:LONGEST].strip())}")
    tables.replace(files.texts(RECOMBINED), "\n".join(lines) + "\n")
