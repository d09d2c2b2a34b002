"""The labels, in the order of core/values.h, and the outputs and columns that stand for them."""

VALUES = ("working_together", "respect_and_dignity", "quality_of_care", "compassion", "improving_lives",
          "everyone_counts")
DIRECTIONS = ("upheld", "breached", "mentioned")
SENTIMENTS = ("positive", "neutral", "negative")
KINDS = ("experience", "pledge", "news", "opinion", "other")
GROUPS = ("homeless_people", "gypsies_and_travellers", "sex_workers", "fgm")

# The files of sentiment alone have it short; `na` stands where nobody judged.
SHORT_SENTIMENTS = ("pos", "neu", "neg")

# Outputs of a network for a text as a whole.
OUTPUTS = {
    "values": slice(0, 6),
    "sentiment": slice(6, 9),
    "patient_sentiment": slice(9, 12),
    "kind": slice(12, 17),
    "groups": slice(17, 21),
    # Whether it is a patient's comment; whether it is about care.
    "register": slice(21, 23),
    "care_sentiment": slice(23, 26),
}
TEXT_OUTPUTS = 26
# The model's column of each, as in classifier/model_columns.h.
COLUMN_OF_OUTPUT = (*range(22), 31, 28, 29, 30)

# What the network counts in each column; what the linear model counts beside it stands in training/heads.cpp. Together
# 1 where nothing calibrates afterwards.
SHARES = {"values": 1.0, "sentiment": 0.75, "patient_sentiment": 0.67, "kind": 0.75, "groups": 0.5, "register": 0.5,
          "care_sentiment": 0.7}

# Columns that only networks have: three for each value (classifier/network_parameters.h).
DIRECTION_OF_TEXT = 64
DIRECTION_OF_CLAUSE = 96
DIRECTION_OUTPUTS = len(VALUES) * len(DIRECTIONS)
