#include "intake/import_reader.h"

#include "intake/ndjson_reader.h"
#include "intake/table_reader.h"

namespace nhs::intake {

std::optional<ImportFormat> format_of_file(const std::string& name) {
  const auto ends_with = [&](std::string_view ending) {
    return name.size() >= ending.size() &&
           name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
  };
  if (ends_with(".ndjson") || ends_with(".jsonl")) return ImportFormat::ndjson;
  if (ends_with(".csv")) return ImportFormat::csv;
  if (ends_with(".tsv")) return ImportFormat::tsv;
  return std::nullopt;
}

std::optional<UtcTime> parse_import_time(std::string_view text) {
  if (const auto day = parse_day(text)) return UtcTime{day->time_since_epoch()} + std::chrono::hours{12};
  return parse_rfc3339(text);
}

Result<std::unique_ptr<ImportReader>> make_import_reader(ImportFormat format, std::istream& in) {
  if (format == ImportFormat::ndjson) return std::make_unique<NdjsonReader>(in);
  return TableReader::make(format, in);
}

}  // namespace nhs::intake
