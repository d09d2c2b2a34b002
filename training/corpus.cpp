#include "training/corpus.h"

#include <fmt/core.h>

#include <set>

#include "classifier/word_sequence.h"
#include "core/text.h"

namespace nhs::training {
namespace {

std::string letters_and_digits(const std::string& text) {
  std::string key;
  for (const char c : folded(text)) {
    const bool kept =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (kept) key += c;
  }
  return key;
}

void add(evaluation::LabelledText row, const SourceFile& source, Corpus& corpus) {
  const std::uint32_t fold = fold_of(row.text);
  corpus.samples.push_back({std::move(row), source.patients, source.weight, fold, source.decides});
}

bool can_teach(const Label& label) {
  const bool all = label.values && label.kind && label.groups;
  const bool none = !label.values && !label.kind && !label.groups;
  return label.sentiment && (all || none);
}

}  // namespace

std::uint32_t fold_of(std::string_view text) { return classifier::word_fingerprint(text) % kFolds; }

std::vector<SourceFile> training_files(const DataPlaces& places) {
  const auto& [data, posts, labels] = places;
  const std::string trusts = "MIT repository of pxtextmining (NHS England); no separate data licence found";
  const std::string own = "written for this project; in this repository";
  std::vector<SourceFile> files = {
      {posts / "train.tsv", false, 3.0F, own},
      {posts / "train-2.tsv", false, 3.0F, own},
      {posts / "train-3.tsv", false, 3.0F, own},
      {posts / "train-4.tsv", false, 3.0F, own},
      {posts / "train-5.tsv", false, 3.0F, own},
      {posts / "train-6.tsv", false, 3.0F, own},
      {posts / "train-7.tsv", false, 3.0F, own},
      {posts / "clauses.tsv", false, 1.5F, own, false},
      {posts / "comments.tsv", true, 1.0F, own, false},
      {posts / "comments-2.tsv", true, 1.0F, own, false},
      {posts / "comments-3.tsv", true, 1.0F, own, false},
      {data / "values/train.tsv", true, 1.0F, trusts},
      {data / "sentiment/nhs_train.tsv", true, 1.0F, trusts},
      {data / "sentiment/semeval_train.tsv", false, 1.0F,
       "SemEval research data under Twitter's terms; texts not shipped"},
      {data / "sentiment/tse_train.tsv", false, 0.5F,
       "Tweet Sentiment Extraction, CC BY 4.0 as stated by its publisher"},
  };
  for (const std::filesystem::path& file : labels)
    files.push_back({file, false, 3.0F, "a team's own labels; not in this repository"});
  return files;
}

std::vector<SourceFile> files_held_back(const DataPlaces& places) {
  return {
      {places.posts / "held-out.tsv", false, 0, ""},
      {places.posts / "dev.tsv", false, 0, ""},
      {places.data / "values/dev.tsv", true, 0, ""},
      {places.data / "sentiment/nhs_dev.tsv", true, 0, ""},
      {places.data / "sentiment/tweeteval_dev.tsv", false, 0, ""},
  };
}

Result<Corpus> read_corpus(const DataPlaces& places) {
  std::set<std::string> held_back;
  for (const SourceFile& source : files_held_back(places)) {
    const auto rows = evaluation::read_labelled(source.file);
    if (!rows) return tl::unexpected(rows.error());
    for (const evaluation::LabelledText& row : *rows) held_back.insert(letters_and_digits(row.text));
  }
  Corpus corpus;
  for (const SourceFile& source : training_files(places)) {
    auto rows = evaluation::read_labelled(source.file);
    if (!rows) return tl::unexpected(rows.error());
    const std::size_t before = corpus.samples.size();
    for (evaluation::LabelledText& row : *rows) {
      if (!can_teach(row.label))
        return fail(ExitStatus::bad_data,
                    fmt::format("{}:{}: must have a sentiment, and all other labels or none",
                                source.file.string(), row.line));
      if (held_back.count(letters_and_digits(row.text)) == 0) add(std::move(row), source, corpus);
    }
    corpus.rows.push_back(corpus.samples.size() - before);
  }
  return corpus;
}

}  // namespace nhs::training
