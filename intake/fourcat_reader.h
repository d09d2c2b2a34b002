#pragma once

#include <string>
#include <vector>

#include "intake/import_reader.h"
#include "intake/json_line_reader.h"

namespace nhs::intake {

/// The names that 4CAT's data sources give a column of this meaning, the most trustworthy first; none where
/// it has no such column. Its dates are in UTC.
std::vector<std::string> fourcat_names(PostColumn meaning);

/// An export of 4CAT (the Digital Methods Initiative's capture and analysis toolkit) with an item a line, its
/// members named as in 4CAT's tables. Which network it is of, it does not say. Boosts and what has no text
/// are left out, counted.
class FourcatReader final : public ImportReader {
 public:
  FourcatReader(std::istream& in, UtcTime now) : lines_(in), now_(now) {}
  std::optional<ImportItem> next() override;
  LeftOut left_out() const override { return left_out_; }

 private:
  JsonLineReader lines_;
  UtcTime now_;
  LeftOut left_out_;
};

}  // namespace nhs::intake
