"""Writes tests/classifier/parity.tsv: a network's logits as numpy works them out, which parity_test.cpp compares with
the product's.

usage: python3 -m training.network.parity NHS_TOKENS NETWORK POSTS OUT
"""

import sys
from pathlib import Path

from . import product_words, tables
from .labels import COLUMN_OF_OUTPUT
from .quantised import QuantisedNetwork

# Of training/data/social, so that the texts are in the repository.
TEXTS = (("dev.tsv", 298), ("train-2.tsv", 202))


def words_of(nhs_tokens: Path, file: Path, most: int) -> list[tuple[str, list[str]]]:
    """id and words of the first texts."""
    cut = [line.split("\t") for line in product_words.cut(nhs_tokens, file).split("\n")[:most]]
    return [(fields[0], product_words.words_in(fields[1])) for fields in cut]


def main(nhs_tokens: Path, network: Path, posts: Path, out: Path) -> None:
    cut = [text for name, most in TEXTS for text in words_of(nhs_tokens, posts / name, most)]
    words = sorted({word for _, of_text in cut for word in of_text})
    known = dict(zip(words, product_words.fingerprints(nhs_tokens, words), strict=True))
    reference = QuantisedNetwork(network)
    lines = ["\t".join(["id", *map(str, COLUMN_OF_OUTPUT)])]
    for text, of_text in cut:
        logits = reference.logits([known[word] for word in of_text])
        lines.append("\t".join([text, *(f"{logits[column]:.5f}" for column in COLUMN_OF_OUTPUT)]))
    tables.replace(out, "\n".join(lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
