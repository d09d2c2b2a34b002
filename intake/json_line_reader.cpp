#include "intake/json_line_reader.h"

#include <fmt/format.h>

#include "core/text.h"

namespace nhs::intake {

std::optional<std::variant<JsonLine, BadLine>> JsonLineReader::next() {
  std::optional<Line> line;
  do {
    line = lines_.next();
    if (!line) return std::nullopt;
  } while (!line->too_long && trimmed(line->text).empty());
  if (!line->too_long && trimmed(line->text) == "{") join(*line);
  if (line->too_long) return BadLine{line->number, fmt::format("longer than {} bytes", lines_.longest())};
  auto document = JsonDocument::parse(line->text);
  if (!document) return BadLine{line->number, document.error().message};
  if (!document->root().is_object()) return BadLine{line->number, "not a JSON object"};
  return JsonLine{line->number, std::move(*document)};
}

void JsonLineReader::join(Line& first) {
  bool closed = false;
  lines_.mark();
  std::string text = first.text;
  while (!closed) {
    const auto line = lines_.next();
    if (!line || line->too_long || text.size() + line->text.size() > lines_.longest()) break;
    text += '\n' + line->text;
    closed = line->text.rfind('}', 0) == 0;
  }
  if (!closed) return lines_.return_to_mark();
  lines_.forget();
  first.text = std::move(text);
}

}  // namespace nhs::intake
