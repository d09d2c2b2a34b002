#pragma once

#include <string>
#include <vector>

#include "intake/csv_row.h"
#include "intake/import_reader.h"
#include "intake/line_reader.h"

namespace nhs::intake {

/// A CSV (RFC 4180: quotes, doubled within; line breaks within quotes) or TSV (escapes \\ \t \n \r) with a
/// header. A CSV may have semicolons or tabs in the place of commas: by which its columns are separated, its
/// header tells. Columns are found by name, in capitals or not, or by the name that the options give them:
/// `text` is required; the others of PostColumn are read where they are; all others are passed over. 4CAT's
/// tables have names of their own (fourcat_reader.h). Rows without text are left out, counted.
///
/// A quote that opens a cell and is never closed costs its own line only: what follows is read as rows again.
class TableReader final : public ImportReader {
 public:
  static Result<std::unique_ptr<ImportReader>> make(ImportFormat format, std::istream& in,
                                                    const ImportOptions& options);
  std::optional<ImportItem> next() override;
  LeftOut left_out() const override { return left_out_; }
  /// What the columns are separated by, where it is no comma; the columns that are passed over, but for
  /// labels, which belong to another reader; and how one that is called a date is read.
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
  /// The separator by which the header, which stays to be read, names the columns that must be there.
  void find_separator(const ColumnMap& map);
  /// What each column means; fails when one that must be there is not.
  Result<void> find_columns(const ColumnMap& map);
  /// The column that may hold when posts were written, by its name, where none is read as that.
  std::string unread_date() const;
  std::string unread_columns() const;
  /// Nothing at the end.
  std::optional<Row> next_row();
  /// The row that begins with this line; it may take more of them.
  Row csv_row(const Line& first);
  /// Takes lines until the row ends; false when it does not. bytes: of the row so far.
  bool finish(CsvRow& row, std::size_t bytes);

  ImportFormat format_;
  DateStyle dates_;
  UtcTime now_;
  LineReader lines_;
  char separator_ = ',';  ///< of a CSV; a TSV has its own
  std::vector<std::string> columns_;
  std::vector<std::vector<PostColumn>> meanings_;  ///< of each column
  LeftOut left_out_;
  /// Rows that were not UTF-8.
  int windows_rows_ = 0;
};

}  // namespace nhs::intake
