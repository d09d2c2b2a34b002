"""Cuts a text into the pieces that the sentence encoder knows.

A unigram model (Kudo, "Subword Regularization", 2018): of all ways to cut the text into pieces of the vocabulary,
the one with the greatest sum of scores. The encoder was published with a tokeniser in JavaScript, and its
embeddings are right only for the pieces that this gives; so what is odd in it is kept: a best score of exactly
0 counts as none yet, a character outside the vocabulary scores 0, and pieces without a score count 0.
"""

import json
import unicodedata
from pathlib import Path

# Stands for a space, and before the text.
SPACE = "\u2581"
# The first entries of the vocabulary are signs for control, not pieces.
CONTROL_ENTRIES = 6
UNKNOWN = 0


class SentencePieces:
    def __init__(self, vocabulary: Path):
        entries = json.loads(vocabulary.read_text(encoding="utf-8"))
        self.pieces = {piece: (score or 0.0, number) for number, (piece, score) in enumerate(entries)
                       if number >= CONTROL_ENTRIES}
        self.beginnings = {piece[:length] for piece in self.pieces for length in range(1, len(piece) + 1)}

    def numbers(self, text: str) -> list[int]:
        """The numbers of the pieces; several unknown characters in a row are one."""
        text = unicodedata.normalize("NFKC", text)
        if not text:
            return []
        best = self.best_cut(SPACE + text.replace(" ", SPACE))
        return [number for i, number in enumerate(best)
                if number != UNKNOWN or i == 0 or best[i - 1] != UNKNOWN]

    def best_cut(self, text: str) -> list[int]:
        score = [0.0] * (len(text) + 1)
        last = [(UNKNOWN, 1)] * (len(text) + 1)

        def offer(end: int, start: int, gain: float, number: int) -> None:
            total = gain + score[start]
            if score[end] == 0 or total >= score[end]:
                score[end], last[end] = total, (number, end - start)

        for start in range(len(text)):
            known = False
            for end in range(start + 1, len(text) + 1):
                if text[start:end] not in self.beginnings:
                    break
                if found := self.pieces.get(text[start:end]):
                    offer(end, start, *found)
                    known = True
            if not known:
                offer(start + 1, start, 0.0, UNKNOWN)
        return self.walk_back(last)

    @staticmethod
    def walk_back(last: list[tuple[int, int]]) -> list[int]:
        numbers, end = [], len(last) - 1
        while end > 0:
            number, length = last[end]
            numbers.append(number)
            end -= length
        return numbers[::-1]
