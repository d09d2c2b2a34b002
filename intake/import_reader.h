#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "core/post.h"
#include "core/result.h"

namespace nhs::intake {

/// A line that could not be read, and why.
struct BadLine {
  std::size_t line;
  std::string cause;
};

/// A post and the line it begins on.
struct ImportedPost {
  std::size_t line;
  Post post;
};

enum class ImportFormat : std::uint8_t { ndjson, csv, tsv };

/// The format that a file's name tells; nothing when it tells none.
std::optional<ImportFormat> format_of_file(const std::string& name);

/// Longest line, or table row, that is read; posts are short, and what is longer is no post.
inline constexpr std::size_t kMaxImportLine = 4 * 1024 * 1024;

/// Reads posts from a file, one at a time: its memory does not grow with the file. What a post lacks
/// (network, id, date) is left empty for the caller.
class ImportReader {
 public:
  virtual ~ImportReader() = default;
  /// The next post or faulty line; nothing at the end.
  virtual std::optional<std::variant<ImportedPost, BadLine>> next() = 0;
  /// What a person should know of the file as a whole, such as columns that are not read; empty for nothing.
  virtual std::string notice() const { return {}; }
};

/// A moment in RFC 3339, or a day alone, which stands for its noon in UTC: the same day in Britain all year.
std::optional<UtcTime> parse_import_time(std::string_view text);

/// A reader over a stream, which outlives it. For tables the header is read at once: without a `text` column
/// this fails with bad_data (65).
Result<std::unique_ptr<ImportReader>> make_import_reader(ImportFormat format, std::istream& in);

}  // namespace nhs::intake
