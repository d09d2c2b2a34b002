#pragma once

#include <string>
#include <vector>

#include "intake/import_reader.h"

namespace nhs::intake {

/// A CSV (RFC 4180: quotes, doubled within; line breaks within quotes) or TSV (escapes \\ \t \n \r) with a header.
/// Columns are found by name: `text` is required; `network`, `id`, `url`, `author`, `created_at`, `edited_at`,
/// `language` and `tags` (comma-separated) are read where they are; all others are passed over.
class TableReader final : public ImportReader {
 public:
  static Result<std::unique_ptr<ImportReader>> make(ImportFormat format, std::istream& in);
  std::optional<std::variant<ImportedPost, BadLine>> next() override;

 private:
  TableReader(ImportFormat format, std::istream& in) : format_(format), in_(in) {}
  /// The cells of the next row; nothing at the end. fault is set when the row cannot be read.
  std::optional<std::vector<std::string>> next_row(std::string& fault);
  std::vector<std::string> tsv_cells(const std::string& line) const;
  bool csv_row(std::vector<std::string>& cells, std::string& fault);

  ImportFormat format_;
  std::istream& in_;
  std::size_t line_ = 0;      ///< last line read
  std::size_t row_line_ = 0;  ///< first line of the last row
  std::vector<std::string> columns_;
};

}  // namespace nhs::intake
