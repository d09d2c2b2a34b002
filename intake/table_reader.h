#pragma once

#include <string>
#include <vector>

#include "intake/import_reader.h"
#include "intake/line_reader.h"

namespace nhs::intake {

/// A CSV (RFC 4180: quotes, doubled within; line breaks within quotes) or TSV (escapes \\ \t \n \r) with a
/// header. Columns are found by name, in capitals or not: `text` is required; `network`, `id`, `url`,
/// `author`, `created_at`, `edited_at`, `language` and `tags` (comma-separated) are read where they are; all
/// others are passed over.
///
/// A quote that opens a cell and is never closed costs its own line only: what follows is read as rows again.
class TableReader final : public ImportReader {
 public:
  static Result<std::unique_ptr<ImportReader>> make(ImportFormat format, std::istream& in);
  std::optional<std::variant<ImportedPost, BadLine>> next() override;
  /// The columns that are passed over, but for labels, which belong to another reader.
  std::string notice() const override;

 private:
  /// A row, or what is wrong with it, and the line it begins on.
  struct Row {
    std::size_t line;
    std::vector<std::string> cells;
    std::string fault = {};
  };

  TableReader(ImportFormat format, std::istream& in) : format_(format), lines_(in) {}
  /// Nothing at the end.
  std::optional<Row> next_row();
  /// The row that begins with this line; it may take more of them.
  Row csv_row(const Line& first);

  ImportFormat format_;
  LineReader lines_;
  std::vector<std::string> columns_;
};

}  // namespace nhs::intake
