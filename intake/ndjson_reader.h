#pragma once

#include "intake/import_reader.h"

namespace nhs::intake {

/// A JSON object a line, in the shape that `export --format ndjson` writes. Empty lines are passed over.
class NdjsonReader final : public ImportReader {
 public:
  explicit NdjsonReader(std::istream& in) : in_(in) {}
  std::optional<std::variant<ImportedPost, BadLine>> next() override;

 private:
  std::istream& in_;
  std::size_t line_ = 0;
};

}  // namespace nhs::intake
