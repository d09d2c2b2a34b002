#pragma once

#include <optional>
#include <variant>

#include "core/json.h"
#include "intake/import_reader.h"
#include "intake/line_reader.h"

namespace nhs::intake {

/// A line's JSON object.
struct JsonLine {
  std::size_t number;
  JsonDocument document;
};

/// Reads a file that has a JSON object a line. Empty lines are passed over.
class JsonLineReader {
 public:
  /// in: outlives this.  longest: of a line, in bytes.
  explicit JsonLineReader(std::istream& in, std::size_t longest = kMaxImportLine) : lines_(in, longest) {}

  /// As of LineReader.
  std::optional<char> first_byte() { return lines_.first_byte(); }

  /// The next object, or a line that is none; nothing at the end.
  std::optional<std::variant<JsonLine, BadLine>> next();

 private:
  /// With a line that is `{` alone, the lines up to the one that closes it: a document written for people.
  void join(Line& first);

  LineReader lines_;
};

}  // namespace nhs::intake
