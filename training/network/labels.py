"""The labels, in the order of core/values.h, and the columns of a model that stand for them."""

VALUES = ("working_together", "respect_and_dignity", "quality_of_care", "compassion", "improving_lives",
          "everyone_counts")
DIRECTIONS = ("upheld", "breached", "mentioned")
SENTIMENTS = ("positive", "neutral", "negative")
KINDS = ("experience", "pledge", "news", "opinion", "other")
GROUPS = ("homeless_people", "gypsies_and_travellers", "sex_workers", "fgm")

# The files of sentiment alone have it short; `na` stands where nobody judged.
SHORT_SENTIMENTS = ("pos", "neu", "neg")

# Of a text, as in classifier/model_columns.h.
COLUMNS = {
    "values": slice(0, 6),
    "sentiment": slice(6, 9),
    "patient_sentiment": slice(9, 12),
    "kind": slice(12, 17),
    "groups": slice(17, 21),
    "register": slice(21, 22),
}
TEXT_COLUMNS = 22

# Outputs that only networks have: three for each value (classifier/network_parameters.h).
DIRECTION_OF_TEXT = 64
DIRECTION_OF_CLAUSE = 96
DIRECTION_OUTPUTS = len(VALUES) * len(DIRECTIONS)
