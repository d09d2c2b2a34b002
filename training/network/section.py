"""Writes a network as a section of the model file (docs/model-format.md), its words rounded to 8 bits."""

import struct
from pathlib import Path

import numpy as np

from . import product_words
from .labels import COLUMN_OF_OUTPUT, DIRECTION_OF_CLAUSE, DIRECTION_OF_TEXT, DIRECTION_OUTPUTS, OUTPUTS, SHARES
from .networks import ConvolutionalNetwork

LARGEST = 127


def rounded_rows(embedding: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each row in units of its own: scales and whole numbers."""
    scales = (np.maximum(np.abs(embedding).max(1), 1e-8) / LARGEST).astype(np.float32)
    return scales, np.clip(np.rint(embedding / scales[:, None]), -LARGEST, LARGEST).astype(np.int8)


def taps_of(network: ConvolutionalNetwork) -> list[np.ndarray]:
    """For each width, [place][filter][dim]."""
    return [convolution.weight.detach().numpy().transpose(2, 0, 1) for convolution in network.convolutions]


def table_scales(embedding: np.ndarray, taps: list[np.ndarray]) -> np.ndarray:
    """[width][filter]: units in which no word's number is above the largest."""
    largest = [np.max([np.abs(embedding @ of_place.T).max(0) for of_place in of_width], axis=0) for of_width in taps]
    return (np.maximum(largest, 1e-6) / LARGEST).astype(np.float32)


def outputs_of(network: ConvolutionalNetwork) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Column, weights and bias of each output, in the shares that they count."""
    share = np.concatenate([np.full(outputs.stop - outputs.start, SHARES[name], np.float32)
                            for name, outputs in OUTPUTS.items()])
    columns = np.concatenate([COLUMN_OF_OUTPUT, DIRECTION_OF_TEXT + np.arange(DIRECTION_OUTPUTS),
                              DIRECTION_OF_CLAUSE + np.arange(DIRECTION_OUTPUTS)])
    of_clause = network.direction_of_clause.weight.detach().numpy()
    no_hidden = np.zeros((DIRECTION_OUTPUTS, network.hidden.out_features), np.float32)
    heads = [network.heads.weight.detach().numpy() * share[:, None], network.direction_of_text.weight.detach().numpy(),
             np.concatenate([of_clause, no_hidden], 1)]
    biases = [network.heads.bias.detach().numpy() * share, network.direction_of_text.bias.detach().numpy(),
              np.zeros(DIRECTION_OUTPUTS, np.float32)]
    return columns, np.concatenate(heads), np.concatenate(biases)


def write(nhs_tokens: Path, to: Path, network: ConvolutionalNetwork, words: list[str]) -> None:
    """words: of the embedding's rows, the unknown word first. Of words with one fingerprint the first stays."""
    row_of: dict[int, int] = {}
    for row, fingerprint in enumerate(product_words.fingerprints(nhs_tokens, words[1:]), start=1):
        row_of.setdefault(fingerprint, row)
    known = sorted(row_of)
    embedding = network.embedding.weight.detach().numpy()[[0, *(row_of[each] for each in known)]]
    scales, steps = rounded_rows(embedding)
    taps = taps_of(network)
    columns, heads, biases = outputs_of(network)
    hidden, hidden_biases = (each.detach().numpy() for each in (network.hidden.weight, network.hidden.bias))
    size = struct.pack("<6I", len(known), embedding.shape[1], taps[0].shape[1], len(taps), len(hidden), len(columns))
    parts = [size, np.array(known, "<u4"), scales, steps, bytes(-steps.size % 4),
             *(of_width.astype("<f4") for of_width in taps), table_scales(scales[:, None] * steps, taps),
             *(convolution.bias.detach().numpy() for convolution in network.convolutions),
             np.ascontiguousarray(hidden.T), hidden_biases, columns.astype("<u4"), heads.astype("<f4"), biases.astype("<f4")]
    fresh = to.with_name(to.name + ".new")
    fresh.write_bytes(b"".join(part if isinstance(part, bytes) else part.tobytes() for part in parts))
    fresh.replace(to)
