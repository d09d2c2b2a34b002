#pragma once

#include <string>
#include <vector>

#include "intake/import_reader.h"
#include "intake/line_reader.h"

namespace nhs::intake {

/// A CSV (RFC 4180: quotes, doubled within; line breaks within quotes) or TSV (escapes \\ \t \n \r) with a
/// header. Columns are found by name, in capitals or not, or by the name that the options give them: `text`
/// is required; the others of PostColumn are read where they are; all others are passed over. 4CAT's tables
/// have names of their own (fourcat_reader.h).
///
/// A quote that opens a cell and is never closed costs its own line only: what follows is read as rows again.
class TableReader final : public ImportReader {
 public:
  static Result<std::unique_ptr<ImportReader>> make(ImportFormat format, std::istream& in,
                                                    const ImportOptions& options);
  std::optional<ImportItem> next() override;
  LeftOut left_out() const override { return {.boosts = boosts_}; }
  /// The columns that are passed over, but for labels, which belong to another reader; and how one that is
  /// called a date is read.
  std::string notice() const override;

 private:
  /// A row, or what is wrong with it, and the line it begins on.
  struct Row {
    std::size_t line;
    std::vector<std::string> cells;
    std::string fault = {};
  };

  TableReader(ImportFormat format, std::istream& in, DateStyle dates, UtcTime now)
      : format_(format),
        dates_(format == ImportFormat::fourcat_csv && dates == DateStyle::rfc3339 ? DateStyle::utc : dates),
        now_(now),
        lines_(in) {}
  /// What each column means; fails when one that must be there is not.
  Result<void> find_columns(const ColumnMap& map);
  /// The column that may hold when posts were written, by its name, where none is read as that.
  std::string unread_date() const;
  /// Nothing at the end.
  std::optional<Row> next_row();
  /// The row that begins with this line; it may take more of them.
  Row csv_row(const Line& first);

  ImportFormat format_;
  DateStyle dates_;
  UtcTime now_;
  LineReader lines_;
  std::vector<std::string> columns_;
  std::vector<std::vector<PostColumn>> meanings_;  ///< of each column
  std::int64_t boosts_ = 0;
  /// Rows that were not UTF-8.
  int windows_rows_ = 0;
};

}  // namespace nhs::intake
