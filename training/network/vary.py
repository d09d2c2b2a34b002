"""Makes unlabelled texts for the teacher to judge: the labelled ones with some words replaced by words like them, after
Jiao et al., "TinyBERT: Distilling BERT for Natural Language Understanding", 2020.

A small network learns a teacher's judgement from many texts near to those that matter. What a replaced word does to the
meaning is for the teacher to say. They live only while the model is made.
"""

import re

import numpy as np

from . import tables, texts, word_vectors
from .files import LABELLED, NHS_SENTIMENT, PATIENTS, VARIED, Files

VARIANTS = 3
CHANCE_OF_WORD = 0.3
NEIGHBOURS = 8
# The commonest words, which have good vectors.
WORDS = 20_000
LEAST_LIKENESS = 0.5
WORD = re.compile(r"(?<![#@\w/.&])([A-Za-z][A-Za-z']{2,})(?![\w/])")


def neighbours(files: Files) -> dict[str, list[str]]:
    """Of each word the words that stand in like places, likest first."""
    place, vectors = word_vectors.read_skip_gram(files)
    words = [word for word in place if word.isascii() and word.replace("'", "").isalpha() and len(word) > 2][:WORDS]
    known = vectors[[place[word] for word in words]]
    known /= np.linalg.norm(known, axis=1, keepdims=True)
    found = {}
    for start in range(0, len(words), 1000):
        likeness = known[start:start + 1000] @ known.T
        for word, of_word in zip(words[start:start + 1000], likeness):
            nearest = np.argsort(-of_word)[1:NEIGHBOURS + 1]
            found[word] = [words[i] for i in nearest if of_word[i] >= LEAST_LIKENESS]
    return found


def varied(text: str, like: dict[str, list[str]], random: np.random.RandomState) -> str:
    def replaced(found: re.Match[str]) -> str:
        word = found.group()
        others = like.get(word.lower())
        if not others or random.rand() >= CHANCE_OF_WORD:
            return word
        other = others[random.randint(len(others))]
        return other.capitalize() if word[0].isupper() else other

    return WORD.sub(replaced, text)


def is_of_patients(identity: str) -> bool:
    return identity.startswith("p")


def vary(files: Files) -> None:
    """Writes varied.tsv."""
    random = np.random.RandomState(11)
    like = neighbours(files)
    held_back = texts.keys_held_back(files)
    lines = ["id\ttext"]
    for name in (*LABELLED, NHS_SENTIMENT):
        mark = "p" if name in PATIENTS else "v"
        for row in tables.rows(files.texts(name)):
            if texts.key(row["text"]) in held_back:
                continue
            for _ in range(VARIANTS):
                variant = varied(row["text"], like, random)
                if variant != row["text"]:
                    lines.append(f"{mark}{len(lines):06d}\t{tables.escaped(variant)}")
    tables.replace(files.texts(VARIED), "\n".join(lines) + "\n")
