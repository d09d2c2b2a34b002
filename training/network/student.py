"""The network that ships. It learns sentiment from very many texts first, then everything from fewer that are near;
in both from people's labels and from what the teachers say."""

from collections import Counter
from functools import cached_property
from pathlib import Path

import numpy as np
import torch

from . import (comments_teacher, made, progress, section, tables, texts, values_teacher, vocabularies,
               word_vectors)
from .distillation import loss_of_student
from .files import (CLAUSES, DEV_COMMENTS, DEV_NHS_SENTIMENT, DEV_POSTS, DEV_TWEETS, LABELLED, NHS_SENTIMENT,
                    OWN_LABELS, SEMEVAL, TWEETS, UNLABELLED, Files)
from .judgements import Judgements, MeanOfTeachers, sigmoid, softmax
from .learning import Course, judge, learn, levelling, word_forward, word_optimisers
from .networks import ConvolutionalNetwork

DIMS, FILTERS, HIDDEN = 128, 256, 128
SENTIMENT_TEXTS = (SEMEVAL, TWEETS, "values/train", NHS_SENTIMENT, "posts/train", OWN_LABELS, UNLABELLED)
SENTIMENT_WEIGHTS = {TWEETS: 0.5, UNLABELLED: 0.5}
LABELLED_WEIGHTS = {CLAUSES: 0.7, "values/train": 0.8}
# Tweets without labels in the second part, so that sentiment is not forgotten; for a fold, with labels or without.
REMINDERS = 10_000


class Teachers:
    """What they said of the texts, which the student learns as text.soft. Each is read when it is first needed: the
    student's first part does not wait for the teachers of values."""

    def __init__(self, files: Files):
        self.files = files

    @cached_property
    def sentiment(self) -> list[Judgements]:
        return [Judgements(self.files.steps / f"sentiment-{kind}.npz") for kind in ("gru", "cnn")]

    @cached_property
    def values(self) -> MeanOfTeachers:
        return values_teacher.all_judgements(self.files)

    @cached_property
    def comments(self) -> MeanOfTeachers:
        return comments_teacher.all_judgements(self.files)

    def give_sentiments(self, taught: list[texts.Text]) -> None:
        known = [text for text in taught if self.sentiment[0].has(text)]
        for name in ("sentiment", "patient_sentiment"):
            said = np.mean([softmax(teacher.logits(name, known)) for teacher in self.sentiment], axis=0)
            for text, probabilities in zip(known, said):
                if name == "sentiment" or text.patient:
                    text.soft[name] = probabilities

    def give_values(self, taught: list[texts.Text]) -> None:
        said = {name: sigmoid(self.values.logits(name, taught)) for name in ("values", "groups")}
        said |= {name: softmax(self.values.logits(name, taught)) for name in ("kind", "directions")}
        for i, text in enumerate(taught):
            text.soft |= {name: probabilities[i] for name, probabilities in said.items()}

    def give_sentiments_of_values(self, taught: list[texts.Text]) -> None:
        """The teachers of values know the sentiment of posts better, for they learned it from posts of this
        register."""
        for text, probabilities in zip(taught, softmax(self.values.logits("sentiment", taught))):
            text.soft["sentiment"] = probabilities

    def give_sentiments_of_comments(self, taught: list[texts.Text]) -> None:
        """The teachers of comments know patients' sentiment better than those of sentiment."""
        known = [text for text in taught if text.patient and self.comments.has(text)]
        for text, probabilities in zip(known, softmax(self.comments.logits("patient_sentiment", known))):
            text.soft["patient_sentiment"] = probabilities


def class_weights(taught: list[texts.Text]) -> dict[str, torch.Tensor]:
    """Of tweets, which are judged by the mean recall of their classes; elsewhere classes weigh as they come."""
    of_class = Counter(text.sentiment for text in taught if not text.patient)
    return {"sentiment": levelling([of_class[i] for i in range(3)], 1)}


class Student:
    """The network with its vocabulary, and the texts that both parts of its lesson need."""

    def __init__(self, files: Files):
        self.files = files
        self.teachers = Teachers(files)
        self.held_back = texts.keys_held_back(files)
        general = texts.read_all(files, SENTIMENT_TEXTS, SENTIMENT_WEIGHTS)
        self.teachers.give_sentiments(general)
        self.teachers.give_sentiments_of_comments(general)
        near = texts.read_all(files, (*LABELLED, NHS_SENTIMENT), {})
        self.vocabulary = vocabularies.of_student(
            near, [text for text in general if text.place.startswith((SEMEVAL, TWEETS, UNLABELLED))])
        self.of_sentiment = texts.without_copies(texts.that_teach(general, self.held_back))
        self.class_weights = class_weights(self.of_sentiment)
        self.watched = {name: texts.read(files, name)
                        for name in (DEV_POSTS, DEV_COMMENTS, DEV_TWEETS, DEV_NHS_SENTIMENT)}
        for some in (self.of_sentiment, *self.watched.values()):
            vocabularies.look_up(some, self.vocabulary)

    def new_network(self) -> ConvolutionalNetwork:
        vectors = word_vectors.first_embedding(self.files, self.vocabulary)
        return ConvolutionalNetwork(torch.from_numpy(word_vectors.principal_components(vectors, DIMS)), FILTERS,
                                    HIDDEN, dropout=0.2, embedding_dropout=0.05)

    def learn(self, network: ConvolutionalNetwork, taught: list[texts.Text], dense: float, sparse: float,
              course: Course, result: Path) -> None:
        forward = word_forward(network, longest=100, dropped=0.05, directions=lambda batch: any(
            text.values is not None or "values" in text.soft for text in batch))

        def loss(outputs: dict[str, torch.Tensor], batch: list[texts.Text]) -> torch.Tensor:
            return loss_of_student(outputs, batch, self.class_weights)

        def watch() -> str:
            told = []
            for name, some in self.watched.items():
                outputs = judge(network, forward, some)
                told.append(f"{name} {progress.of_sentiment(outputs, some)}")
                if some[0].values is not None:
                    told.append(progress.of_values(outputs, some))
            return ", ".join(told)

        learn(network, forward, loss, taught, word_optimisers(network, dense, sparse), course, watch, result)


def learn_sentiment(files: Files, epochs: int = 3) -> None:
    """Writes student-sentiment.pt, the network after the first part."""
    result = files.steps / "student-sentiment.pt"
    student = Student(files)
    network = student.new_network()
    for text in student.of_sentiment:
        text.values, text.kind = None, -1
    student.learn(network, student.of_sentiment, 2e-3, 1.5e-3, Course(epochs, 64, warmup=300, fall=0.97, seed=1),
                  result)
    torch.save(network.state_dict(), result)


def held_out(files: Files, fold: int) -> set[str]:
    """The places of the fold's texts."""
    return {f"{name}:{number}" for name in LABELLED
            for number, (_, of_text) in enumerate(tables.lines(files.folds(name))) if int(of_text) == fold}


def labelled_texts(student: Student) -> list[texts.Text]:
    labelled = texts.that_teach(texts.read_all(student.files, LABELLED, LABELLED_WEIGHTS), student.held_back)
    student.teachers.give_sentiments(labelled)
    student.teachers.give_sentiments_of_comments(labelled)
    student.teachers.give_values(labelled)
    student.teachers.give_sentiments_of_values([text for text in labelled if not text.patient])
    vocabularies.look_up(labelled, student.vocabulary)
    return labelled


def made_texts(student: Student) -> list[texts.Text]:
    """Their sentiment is the teachers' of values and of comments: those of sentiment have not seen them."""
    taught = texts.that_teach(made.read(student.files), student.held_back)
    student.teachers.give_values(taught)
    student.teachers.give_sentiments_of_values(taught)
    student.teachers.give_sentiments_of_comments(taught)
    vocabularies.look_up(taught, student.vocabulary)
    return taught


def some_of(others: list[texts.Text]) -> list[texts.Text]:
    return [others[i] for i in np.random.RandomState(3).permutation(len(others))[:REMINDERS]]


def lesson_of_all(student: Student, labelled: list[texts.Text]) -> list[texts.Text]:
    """What is labelled with everything counts twice: it is the least, and the nearest."""
    others = [text for text in student.of_sentiment if text.values is None]
    return [*labelled, *labelled, *made_texts(student), *(text for text in others if text.sentiment >= 0),
            *some_of([text for text in others if text.sentiment < 0])]


def lesson_of_fold(student: Student, labelled: list[texts.Text], fold: int) -> list[texts.Text]:
    """Without the texts made from others, which hold the fold's sentences."""
    left_out = held_out(student.files, fold)
    kept = [text for text in labelled if text.place not in left_out]
    return [*kept, *kept, *some_of([text for text in student.of_sentiment if text.values is None])]


def learn_all(files: Files, fold: int | None = None) -> None:
    """Writes student.network, or student.network.foldN, which has not learned from the fold's labels."""
    student = Student(files)
    result = files.steps / ("student.network" if fold is None else f"student.network.fold{fold}")
    labelled = labelled_texts(student)
    network = student.new_network()
    network.load_state_dict(torch.load(files.steps / "student-sentiment.pt"))
    if fold is None:
        student.learn(network, lesson_of_all(student, labelled), 1.2e-3, 1.2e-3,
                      Course(7, 64, warmup=300, fall=0.97, seed=2), result)
    else:
        student.learn(network, lesson_of_fold(student, labelled, fold), 1.5e-3, 1.5e-3,
                      Course(4, 64, warmup=300, fall=0.97, seed=2), result)
    section.write(files.nhs_tokens, result, network, list(student.vocabulary))
