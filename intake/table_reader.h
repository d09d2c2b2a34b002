#pragma once

#include <string>
#include <vector>

#include "intake/import_reader.h"
#include "intake/table_rows.h"

namespace nhs::intake {

/// A CSV, or a TSV, with a header (table_rows.h). A CSV may have semicolons or tabs in the place of commas:
/// by which its columns are separated, its header tells. Columns are found by name, in capitals or not, or by
/// the name that the options give them: `text` is required; the others of PostColumn are read where they are;
/// all others are passed over. In a table that `export` or `posts` wrote (it has a column refuses_quotation),
/// guards against formulas (core/formula_guard.h) are taken off. 4CAT's tables have names of their own
/// (fourcat_reader.h). Rows without text are left out, counted.
class TableReader final : public ImportReader {
 public:
  static Result<std::unique_ptr<ImportReader>> make(ImportFormat format, std::istream& in,
                                                    const ImportOptions& options);
  std::optional<ImportItem> next() override;
  LeftOut left_out() const override { return left_out_; }
  /// What the columns are separated by, where it is no comma; the columns that are passed over, and how one
  /// that is called a date is read; how many rows are not UTF-8, or may have several tags taken for one.
  std::string notice() const override;

 private:
  TableReader(ImportFormat format, std::istream& in, DateStyle dates, UtcTime now)
      : format_(format),
        dates_(format == ImportFormat::fourcat_csv && dates == DateStyle::rfc3339 ? DateStyle::utc : dates),
        now_(now),
        rows_(in, format == ImportFormat::tsv ? Quoting::escapes : Quoting::quotes) {}
  /// The separator by which the header names the columns that must be there.
  void find_separator(const ColumnMap& map);
  /// What each column means; fails when one that must be there is not.
  Result<void> find_columns(const ColumnMap& map);
  /// The column that may hold when posts were written, by its name, where none is read as that.
  std::string unread_date() const;
  std::string unread_columns() const;
  /// Somebody else's apostrophe may be the first sign of what was said, ours may guard against formulas.
  /// Exports that tell no language that was found, as they once did, separate tags by spaces.
  enum class Writer : std::uint8_t { others, ours, former_export };
  Writer writer() const;
  static std::string meant_by(Writer writer, PostColumn meaning, const std::string& cell);
  /// Puts a row's cells where they belong; says what is first wrong with them, or nothing.
  std::string place_cells(const std::vector<std::string>& cells, RowOfPost& draft) const;

  ImportFormat format_;
  DateStyle dates_;
  UtcTime now_;
  TableRows rows_;
  std::vector<std::string> columns_;
  std::vector<std::vector<PostColumn>> meanings_;  ///< of each column
  LeftOut left_out_;
  int rows_of_spaced_tags_ = 0;
};

}  // namespace nhs::intake
