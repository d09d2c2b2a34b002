#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "evaluation/labelled_file.h"

namespace nhs::training {

/// A file of the training data and the part that it plays.
struct SourceFile {
  std::filesystem::path file;
  bool patients;        ///< patients' comments rather than posts
  float weight;         ///< in the sentiment head
  std::string licence;  ///< for the model card
  /// Thresholds rest on it too: values are in it as often as where the model will judge.
  bool decides = true;
};

/// Where everything is.
struct DataPlaces {
  std::filesystem::path data;   ///< the folder of what stays outside the repository (sentiment/, values/)
  std::filesystem::path posts;  ///< the folder of the posts that ship with it
  std::vector<std::filesystem::path> labels;  ///< a team's own labelled files
};

std::vector<SourceFile> training_files(const DataPlaces& places);
/// Of which no text teaches: held-out.tsv, by which nothing is chosen either, and the development files.
std::vector<SourceFile> files_held_back(const DataPlaces& places);

inline constexpr std::uint32_t kFolds = 5;

/// The fold that a text is held out in, 0 to kFolds - 1; the same for its copies and in every program.
std::uint32_t fold_of(std::string_view text);

struct Sample {
  evaluation::LabelledText labelled;
  bool patients;
  float weight;
  std::uint32_t fold;
  bool decides = true;  ///< as its SourceFile
};

struct Corpus {
  std::vector<Sample> samples;
  /// Rows taken from each file of training_files(), in its order.
  std::vector<std::size_t> rows;
};

/// All training texts but those that also stand in a development file (compared by letters and digits alone).
/// Each has a sentiment, and all labels or just that; fails with bad_data (65) where one has not.
Result<Corpus> read_corpus(const DataPlaces& places);

}  // namespace nhs::training
