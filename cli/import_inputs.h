#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "cli/context.h"
#include "intake/import_format.h"

namespace nhs::cli {

/// What the command line says of the files.
struct ImportChoices {
  std::vector<std::string> files;  ///< `-` for standard input
  std::string format;              ///< empty for what each file tells itself
  std::string network;             ///< empty when none is given
  bool for_tables = false;         ///< options are given that only tables know
};

/// A file to import, and what it is.
class ImportInput {
 public:
  ImportInput(std::string file, intake::ImportFormat format, std::ifstream kept)
      : file_(std::move(file)), format_(format), kept_(std::move(kept)) {}

  /// For messages.
  std::string name() const { return file_ == "-" ? "standard input" : file_; }
  intake::ImportFormat format() const { return format_; }
  /// How many there are to read; 0 where that cannot be told beforehand.
  std::int64_t bytes() const;
  /// From its start; once. Fails with no_input (66) when the file has gone since it was looked at.
  Result<std::istream*> open();

 private:
  std::string file_;
  intake::ImportFormat format_;
  std::ifstream kept_;  ///< open where the file can be read only once, such as a pipe
};

/// Looks at every file before anything is written. Fails with no_input (66) for one that cannot be opened,
/// and with usage (64) where it is unclear what a file is, or where the options do not suit it. Says so where
/// a file is something else than its name tells.
Result<std::vector<ImportInput>> import_inputs(const Context& context, const ImportChoices& choices);

}  // namespace nhs::cli
