#pragma once

#include "intake/import_reader.h"
#include "intake/json_line_reader.h"

namespace nhs::intake {

/// A JSON object a line, in the shape that `export --format ndjson` writes.
class NdjsonReader final : public ImportReader {
 public:
  NdjsonReader(std::istream& in, UtcTime now) : lines_(in), now_(now) {}
  std::optional<ImportItem> next() override;

 private:
  JsonLineReader lines_;
  UtcTime now_;
};

}  // namespace nhs::intake
