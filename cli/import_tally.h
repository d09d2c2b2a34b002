#pragma once

#include <cstdint>
#include <string>

#include "intake/import_reader.h"

namespace nhs::cli {

/// What became of the lines and items of an import.
struct ImportTally {
  std::int64_t added = 0, updated = 0, unchanged = 0, off_topic = 0, faulty = 0, conflicts = 0;
  /// Of the new ones.
  std::int64_t undated = 0;
  /// Rows without a date that `--date` gives one, of posts that were known and keep what they have.
  std::int64_t dated_before = 0;
  /// Rows without an id whose text was known.
  std::int64_t repeated = 0;
  /// Among the new and changed ones: what ignore rules or objections keep from counting.
  std::int64_t set_aside = 0;
  /// Refused, for their authors, or they themselves, were forgotten.
  std::int64_t forgotten = 0;
  intake::LeftOut left_out;

  /// What another file's reader left out.
  void add(const intake::LeftOut& more);
};

/// `2 new, 1 known already, 1 faulty line left out`: what is nothing is not said, but for the first two.
std::string in_words(const ImportTally& tally);

}  // namespace nhs::cli
