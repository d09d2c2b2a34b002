"""Which words a network knows. Row 0 stands for all others."""

from collections import Counter

from .texts import Text

UNKNOWN = "<unk>"
# A word of the NHS's own texts counts as much as so many of general ones: they are fewer, and nearer.
NEARNESS = 6
STUDENT_WORDS = 28_000


def numbered(words: list[str]) -> dict[str, int]:
    return {word: row for row, word in enumerate(dict.fromkeys([UNKNOWN, *words]))}


def of_teacher(texts: list[Text], common: dict[str, int], most: int = 40_000) -> dict[str, int]:
    """Every word of the texts, and the commonest of `common`, which is in the order of frequency."""
    counts = Counter(word for text in texts for word in text.words)
    return numbered([word for word, _ in counts.most_common()] + list(common)[:most])


def of_student(near: list[Text], general: list[Text]) -> dict[str, int]:
    """Fewer words, for the model's size: those that stand in near texts or often in general ones."""
    counts: Counter[str] = Counter()
    for texts, weight in ((near, NEARNESS), (general, 1)):
        for text in texts:
            for word in text.words:
                counts[word] += weight
    return numbered([word for word, count in counts.most_common(STUDENT_WORDS) if count >= NEARNESS])


def look_up(texts: list[Text], vocabulary: dict[str, int]) -> None:
    for text in texts:
        text.rows = [vocabulary.get(word, 0) for word in text.words]
