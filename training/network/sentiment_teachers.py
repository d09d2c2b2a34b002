"""The teachers of sentiment: two networks that learn from every text with a sentiment, and then judge tweets
without one. What they say is softer than a label and reaches texts that nobody labelled (Hinton, Vinyals, Dean,
"Distilling the Knowledge in a Neural Network", 2015)."""

from collections import Counter

import torch

from . import judgements, progress, texts, vocabularies, word_vectors
from .files import (DEV_NHS_SENTIMENT, DEV_TWEETS, NHS_SENTIMENT, OWN_LABELS, SEMEVAL, TWEETS, UNLABELLED,
                    Files)
from .learning import Course, judge, learn, levelling, word_forward, word_optimisers
from .losses import gold, of_sentiments
from .networks import ConvolutionalNetwork, RecurrentNetwork

TEXTS = (SEMEVAL, TWEETS, "posts/train", "values/train", NHS_SENTIMENT, OWN_LABELS)
WEIGHTS = {TWEETS: 0.5, NHS_SENTIMENT: 0.7, "values/train": 0.7}
WORDS = 40_000


def make_network(kind: str, embedding: torch.Tensor) -> torch.nn.Module:
    if kind == "gru":
        return RecurrentNetwork(embedding, states=96, dropout=0.3, embedding_dropout=0.2)
    return ConvolutionalNetwork(embedding, filters=120, hidden=0, dropout=0.4, embedding_dropout=0.2)


def class_weights(taught: list[texts.Text]) -> dict[str, torch.Tensor]:
    """Posts are levelled out, for the measure there is recall averaged over classes; comments half-way."""

    def counts(patient: bool) -> list[int]:
        of_class = Counter(text.sentiment for text in taught if text.patient == patient)
        return [of_class[i] for i in range(3)]

    return {"sentiment": levelling(counts(False), 1), "patient_sentiment": levelling(counts(True), 0.5)}


def teach(files: Files, kind: str, seed: int, epochs: int = 4) -> None:
    """Writes sentiment-KIND.npz: logits of all texts it learned from and of the unlabelled ones."""
    taught = texts.that_teach(texts.read_all(files, TEXTS, WEIGHTS), texts.keys_held_back(files))
    taught = texts.without_copies(taught)
    for text in taught:
        text.values = None
    unlabelled, tweets, comments = (texts.read(files, name) for name in (UNLABELLED, DEV_TWEETS, DEV_NHS_SENTIMENT))
    common, _ = word_vectors.read_skip_gram(files)
    vocabulary = vocabularies.numbered(list(common)[:WORDS])
    vocabularies.look_up(taught + unlabelled + tweets + comments, vocabulary)

    network = make_network(kind, torch.from_numpy(word_vectors.first_embedding(files, vocabulary)))
    forward = word_forward(network, longest=100, dropped=0.12, directions=lambda batch: False)
    weights = class_weights(taught)

    def loss(outputs: dict[str, torch.Tensor], batch: list[texts.Text]) -> torch.Tensor:
        return of_sentiments(outputs, gold(batch), weights).mean()

    def watch() -> str:
        return "; ".join(f"{name} {progress.of_sentiment(judge(network, forward, some), some)}"
                         for name, some in (("tweets", tweets), ("comments", comments)))

    result = files.steps / f"sentiment-{kind}.npz"
    learn(network, forward, loss, taught, word_optimisers(network, 1.5e-3, 7e-4),
          Course(epochs, batch=64, warmup=300, fall=0.95, seed=seed), watch, result)
    judged = taught + unlabelled
    outputs = judge(network, forward, judged, batch=256)
    judgements.write(result, judged, {name: outputs[name] for name in ("sentiment", "patient_sentiment")})
