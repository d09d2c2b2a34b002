#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "training/labelled.h"

namespace nhs::training {

/// A file of the training data and the part that it plays.
struct SourceFile {
  std::filesystem::path file;
  bool patients;        ///< patients' comments rather than posts
  float weight;         ///< in the sentiment head
  std::string licence;  ///< for the model card
};

/// Where everything is: `data` is the folder of the data that stays outside the repository (sentiment/,
/// values/), `posts` the folder of the posts that ship with it.
std::vector<SourceFile> training_files(const std::filesystem::path& data, const std::filesystem::path& posts);
std::vector<SourceFile> development_files(const std::filesystem::path& data,
                                          const std::filesystem::path& posts);

struct Sample {
  LabelledText labelled;
  bool patients;
  float weight;
};

struct Corpus {
  std::vector<Sample> samples;
  /// Rows taken from each file of training_files(), in its order.
  std::vector<std::size_t> rows;
};

/// All training texts but those that also stand in a development file (compared by letters and digits alone).
Result<Corpus> read_corpus(const std::filesystem::path& data, const std::filesystem::path& posts);

}  // namespace nhs::training
