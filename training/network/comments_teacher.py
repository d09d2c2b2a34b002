"""The teachers of patients' sentiments: those of values, trained further on patients' comments.
Comments are answers to a survey. "Cue waiting time by an hour" answers what should be better, and nothing in tweets
teaches that it is a complaint or none."""

from pathlib import Path

import torch

from . import judgements, made, progress, texts
from .encoders import LabelledEncoder
from .files import COMMENTS, DEV_NHS_SENTIMENT, NHS_SENTIMENT, Files
from .learning import Course, judge, learn
from .losses import gold, of_classes
from .values_teacher import TEACHERS, Teacher, cut, forward_of, taught_network

TEXTS = (NHS_SENTIMENT, "values/train")
OUTPUT = "patient_sentiment"


def judgement_of(files: Files, teacher: Teacher) -> Path:
    return files.steps / f"comments-{teacher.name}.npz"


def all_judgements(files: Files) -> judgements.MeanOfTeachers:
    return judgements.MeanOfTeachers([judgements.Judgements(judgement_of(files, teacher)) for teacher in TEACHERS])


def loss(outputs: dict[str, torch.Tensor], batch: list[texts.Text]) -> torch.Tensor:
    """Classes weigh as they come, for what is measured is how many are right."""
    return of_classes(outputs[OUTPUT], gold(batch).patient_sentiment).mean()


def optimiser(network: LabelledEncoder) -> torch.optim.Optimizer:
    return torch.optim.AdamW(network.parameters(), lr=3e-5, weight_decay=0.01)


def teach(files: Files, teacher: Teacher, seed: int = 4, epochs: int = 3) -> None:
    """Writes the logits of all texts by patients, those made of others too."""
    held_back = texts.keys_held_back(files)
    network = taught_network(files, teacher)
    forward = forward_of(network)
    taught = texts.without_copies(texts.that_teach(texts.read_all(files, TEXTS, {}), held_back))
    watched = cut(files, texts.read(files, DEV_NHS_SENTIMENT))

    def watch() -> str:
        return f"comments {progress.of_sentiment(judge(network, forward, watched, 64), watched)}"

    learn(network, forward, loss, cut(files, taught), [optimiser(network)],
          Course(epochs, batch=32, warmup=100, fall=0.97, seed=seed, span=40, clip=1.0), watch,
          judgement_of(files, teacher))
    others = [text for text in made.read(files) if text.patient]
    judged = cut(files, texts.that_teach(texts.read_all(files, (NHS_SENTIMENT, *COMMENTS), {}) + others, held_back))
    judgements.write(judgement_of(files, teacher), judged, {OUTPUT: judge(network, forward, judged, 64)[OUTPUT]})
