#pragma once

#include <istream>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/labelling.h"

namespace nhs::cli {

/// A sample as a sheet to fill in: a labelled file (TSV, `id text values sentiment kind groups`) with the
/// reference as id and empty labels. A text that a spreadsheet would run as a formula, or take for the
/// beginning of a quoted cell, is guarded by an apostrophe; nobody reads it back.
std::string sheet_of(const std::vector<store::SampledPost>& posts);

/// What a filled-in sheet says.
struct FilledSheet {
  struct Row {
    std::size_t line;
    store::NewJudgement judgement;
  };
  struct Fault {
    std::size_t line;
    std::string cause;
  };
  std::vector<Row> rows;       ///< those with at least one label
  std::size_t not_judged = 0;  ///< rows without any
  std::vector<Fault> faults;
  std::vector<std::string> unread;  ///< headers of columns that are passed over, as they may be shown
};

/// Reads what sheet_of wrote and people or their spreadsheets saved: with tabs, commas or semicolons, in
/// UTF-8, UTF-16 or Windows-1252, columns in another order or beside others, quotes around a cell, cells left
/// away at a line's end, labels in any case (a spreadsheet begins cells with a capital) and as options take
/// them. Columns of labels may be missing, but not beside others: one of those may be it, renamed.
FilledSheet read_sheet(std::istream& in);

}  // namespace nhs::cli
