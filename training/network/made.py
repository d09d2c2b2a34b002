"""The texts that recombine and vary make, as the networks read them."""

from . import recombine, texts, vary
from .files import RECOMBINED, VARIED, Files

VARIED_WEIGHT = 0.6


def read(files: Files) -> list[texts.Text]:
    recombined, varied = texts.read(files, RECOMBINED), texts.read(files, VARIED, VARIED_WEIGHT)
    for number, text in enumerate(recombined):
        text.patient = recombine.is_of_patients(number)
    for text in varied:
        text.patient = vary.is_of_patients(text.id)
    return recombined + varied
