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
#include "intake/import_format.h"
#include "intake/import_time.h"
#include "intake/post_columns.h"

namespace nhs::intake {

/// A line, or an item of a document, that could not be read, and why.
struct BadLine {
  std::size_t line;
  std::string cause;
};

/// A post and the line it begins on, or the number of its item.
struct ImportedPost {
  std::size_t line;
  Post post;
};

using ImportItem = std::variant<ImportedPost, BadLine>;

/// Longest line, table row or item that is read; posts are short, and what is longer is no post.
inline constexpr std::size_t kMaxImportLine = 4 * 1024 * 1024;

/// What a file holds beside posts of its own, counted; none of it is a fault.
struct LeftOut {
  std::int64_t boosts = 0;        ///< posts of others, passed on
  std::int64_t not_public = 0;    ///< for followers or those mentioned only
  std::int64_t withheld = 0;      ///< taken down by the network
  std::int64_t no_posts = 0;      ///< likes, deletions and the like
  std::int64_t repeated = 0;      ///< the same item again
  std::int64_t without_text = 0;  ///< rows that say nothing, such as answers of a survey left empty
};

/// Reads posts from a file, one at a time: its memory does not grow with the file. What a post lacks
/// (network, id, date) is left empty for the caller.
class ImportReader {
 public:
  virtual ~ImportReader() = default;
  /// The next post or faulty line; nothing at the end.
  virtual std::optional<ImportItem> next() = 0;
  /// What is counted: `line` or `item`.
  virtual std::string_view unit() const { return "line"; }
  /// So far.
  virtual LeftOut left_out() const { return {}; }
  /// What a person should know of the file as a whole, such as columns that are not read; empty for nothing.
  virtual std::string notice() const { return {}; }
};

/// What a file does not say of itself.
struct ImportOptions {
  /// For tables: columns that do not bear our names.
  ColumnMap columns = {};
  /// For tables.
  DateStyle dates = DateStyle::rfc3339;
  /// The network of a JSON Feed; empty for `feed`.
  std::string network = {};
  /// No post is of later.
  UtcTime now = SystemClock{}.now();
};

/// What a reader makes of a row: its post, or a bad line where a cell was wrong (complaint, of place()), or
/// nothing where it is left out, which it counts: a boost, or a row without text, whatever else is wrong
/// there.
std::optional<ImportItem> item_of(RowOfPost row, std::size_t line, const std::string& complaint,
                                  LeftOut& left_out);

/// A reader over a stream, which outlives it. What stands at the beginning is read at once: a table whose
/// header lacks a column that must be there, or a document of another kind, fails with bad_data (65). What
/// begins with the byte order mark of UTF-16 is read as such, whatever its format.
Result<std::unique_ptr<ImportReader>> make_import_reader(ImportFormat format, std::istream& in,
                                                         const ImportOptions& options = {});

}  // namespace nhs::intake
