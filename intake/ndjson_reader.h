#pragma once

#include "intake/import_reader.h"
#include "intake/line_reader.h"

namespace nhs::intake {

/// A JSON object a line, in the shape that `export --format ndjson` writes. Empty lines are passed over.
class NdjsonReader final : public ImportReader {
 public:
  explicit NdjsonReader(std::istream& in) : lines_(in) {}
  std::optional<std::variant<ImportedPost, BadLine>> next() override;

 private:
  LineReader lines_;
};

}  // namespace nhs::intake
