"""Where the texts are and what is made of them. A text's file has a name here, such as `values/train`."""

from dataclasses import dataclass
from pathlib import Path

POSTS = ("posts/train", "posts/train-2", "posts/train-3", "posts/train-4", "posts/train-5", "posts/train-6",
         "posts/train-7")
CLAUSES = "posts/clauses"
COMMENTS = ("values/train", "posts/comments", "posts/comments-2", "posts/comments-3")
OWN_LABELS = "labels"
# What has labels of values, kind and groups.
LABELLED = (*POSTS, *COMMENTS, CLAUSES, OWN_LABELS)

SEMEVAL, TWEETS, NHS_SENTIMENT = "sentiment/semeval_train", "sentiment/tse_train", "sentiment/nhs_train"
UNLABELLED = "sentiment/unlabelled_tweets"
# Made from the labelled ones; without labels.
RECOMBINED, VARIED = "recombined", "varied"

DEV_POSTS, DEV_COMMENTS = "posts/dev", "values/dev"
DEV_TWEETS, DEV_NHS_SENTIMENT = "sentiment/tweeteval_dev", "sentiment/nhs_dev"
DEVELOPMENT = (DEV_POSTS, DEV_COMMENTS, DEV_TWEETS, DEV_NHS_SENTIMENT)
# By it nothing is chosen either: nhs_train alone looks at it, for the card.
HELD_OUT = "posts/held-out"

# What the texts' words are learned from, without labels.
RUNNING_TEXT = ("posts/comments", "posts/train-2", "posts/train-3", NHS_SENTIMENT, SEMEVAL, TWEETS, UNLABELLED,
                "posts/train", "values/train", OWN_LABELS)

PATIENTS = {*COMMENTS, NHS_SENTIMENT, DEV_COMMENTS, DEV_NHS_SENTIMENT}

GIVEN = (*LABELLED, SEMEVAL, TWEETS, NHS_SENTIMENT, UNLABELLED, *DEVELOPMENT)


@dataclass(frozen=True)
class Files:
    """data: the texts outside the repository; posts: those inside; built: where nhs_tokens, npm's packages and
    the steps' output are."""

    data: Path
    posts: Path
    built: Path

    @property
    def steps(self) -> Path:
        return self.built / "steps"

    @property
    def packages(self) -> Path:
        return self.built / "npm" / "node_modules"

    @property
    def nhs_tokens(self) -> Path:
        return self.built / "training" / "nhs_tokens"

    @property
    def nhs_train(self) -> Path:
        return self.built / "training" / "nhs_train"

    def texts(self, name: str) -> Path:
        """A TSV with the columns id and text, and labels where there are any."""
        folder, _, stem = name.rpartition("/")
        if not folder:
            return self.steps / f"{name}.tsv"
        return (self.posts if folder == "posts" else self.data / folder) / f"{stem}.tsv"

    def words(self, name: str) -> Path:
        """The same texts cut into words by nhs_tokens."""
        return self.steps / "words" / f"{name.replace('/', '-')}.tsv"

    def folds(self, name: str) -> Path:
        """id and fold of each text, as nhs_train holds them out."""
        return self.steps / "folds" / f"{name.replace('/', '-')}.tsv"
