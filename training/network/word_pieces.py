"""Cuts a text into the pieces that the sentence encoder knows, as BERT does (Devlin et al., 2019): without case and
accents, at spaces and punctuation, and each word from its beginning into the longest pieces of the vocabulary."""

import json
import unicodedata
from pathlib import Path

# Of a longer word nothing is known.
LONGEST_WORD = 100


class WordPieces:
    def __init__(self, tokeniser: Path):
        """tokeniser: its tokenizer.json."""
        self.number = json.loads(tokeniser.read_text(encoding="utf-8"))["model"]["vocab"]
        self.unknown, self.first, self.last = (self.number[name] for name in ("[UNK]", "[CLS]", "[SEP]"))

    def numbers(self, text: str, most: int) -> list[int]:
        """At most so many, with the marks of beginning and end."""
        pieces = [piece for word in words(text) for piece in self.of_word(word)]
        return [self.first, *pieces[:most - 2], self.last]

    def of_word(self, word: str) -> list[int]:
        pieces, start = [], 0
        while start < len(word) <= LONGEST_WORD:
            mark = "##" if start else ""
            end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in self.number), start)
            if end == start:
                return [self.unknown]
            pieces.append(self.number[mark + word[start:end]])
            start = end
        return pieces or [self.unknown]


def words(text: str) -> list[str]:
    spaced = []
    for character in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(character)
        if kind == "Mn" or kind.startswith("C") and not character.isspace():
            continue
        spaced.append(f" {character} " if stands_alone(character, kind) else character)
    return "".join(spaced).split()


def stands_alone(character: str, kind: str) -> bool:
    """Punctuation, all signs of ASCII, and the characters of scripts without spaces."""
    sign = character.isascii() and character.isprintable() and not character.isalnum() and character != " "
    return sign or kind.startswith("P") or "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf"
