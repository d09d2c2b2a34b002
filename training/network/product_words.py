"""Asks nhs_tokens, which cuts texts exactly as the product does."""

import subprocess
from pathlib import Path


def ask(nhs_tokens: Path, *arguments: str | Path, told: str | None = None) -> str:
    return subprocess.run([nhs_tokens, *arguments], input=told, check=True, stdout=subprocess.PIPE,
                          encoding="utf-8").stdout


def cut(nhs_tokens: Path, file: Path) -> str:
    """A line for each text: its id, a tab, and its words as WORD|token|clause|negated."""
    return ask(nhs_tokens, file)


def words_in(cut_text: str) -> list[str]:
    return [item.rsplit("|", 3)[0] for item in cut_text.split(" ") if item]


def folds(nhs_tokens: Path, file: Path) -> str:
    """A line for each text: its id, a tab, and the fold that nhs_train holds it out in."""
    return ask(nhs_tokens, "--folds", file)


def fingerprints(nhs_tokens: Path, words: list[str]) -> list[int]:
    """By what a network finds its words."""
    told = ask(nhs_tokens, "--fingerprints", told="".join(word + "\n" for word in words))
    return [int(line.rpartition("\t")[2]) for line in told.split("\n")[:-1]]
