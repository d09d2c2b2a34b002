#include "training/corpus.h"

#include <set>

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

}  // namespace

std::vector<SourceFile> training_files(const std::filesystem::path& data,
                                       const std::filesystem::path& posts) {
  const std::string trusts = "MIT repository of pxtextmining (NHS England); no separate data licence found";
  return {
      {posts / "train.tsv", false, 3.0F, "written for this project; in this repository"},
      {data / "values/train.tsv", true, 1.0F, trusts},
      {data / "sentiment/nhs_train.tsv", true, 1.0F, trusts},
      {data / "sentiment/semeval_train.tsv", false, 1.0F,
       "SemEval research data under Twitter's terms; texts not shipped"},
      {data / "sentiment/tse_train.tsv", false, 0.5F,
       "Tweet Sentiment Extraction, CC BY 4.0 as stated by its publisher"},
  };
}

std::vector<SourceFile> development_files(const std::filesystem::path& data,
                                          const std::filesystem::path& posts) {
  return {
      {posts / "dev.tsv", false, 0, ""},
      {data / "values/dev.tsv", true, 0, ""},
      {data / "sentiment/nhs_dev.tsv", true, 0, ""},
      {data / "sentiment/tweeteval_dev.tsv", false, 0, ""},
  };
}

Result<Corpus> read_corpus(const std::filesystem::path& data, const std::filesystem::path& posts) {
  std::set<std::string> held_back;
  for (const SourceFile& source : development_files(data, posts)) {
    const auto rows = read_labelled(source.file);
    if (!rows) return tl::unexpected(rows.error());
    for (const LabelledText& row : *rows) held_back.insert(letters_and_digits(row.text));
  }
  Corpus corpus;
  for (const SourceFile& source : training_files(data, posts)) {
    auto rows = read_labelled(source.file);
    if (!rows) return tl::unexpected(rows.error());
    const std::size_t before = corpus.samples.size();
    for (LabelledText& row : *rows)
      if (held_back.count(letters_and_digits(row.text)) == 0)
        corpus.samples.push_back({std::move(row), source.patients, source.weight});
    corpus.rows.push_back(corpus.samples.size() - before);
  }
  return corpus;
}

}  // namespace nhs::training
