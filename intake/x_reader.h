#pragma once

#include <deque>

#include "collector/sources/x_post.h"
#include "core/json_elements.h"
#include "intake/import_reader.h"
#include "intake/json_line_reader.h"

namespace nhs::intake {

/// Posts of X as its API and twarc2 write them: lines of which each is a response (`data`, with its authors
/// in `includes`), a single post, or a post that twarc2 has flattened (its author within); or one list of
/// posts. Reposts and what X has taken down are left out, counted.
class XReader final : public ImportReader {
 public:
  static Result<std::unique_ptr<ImportReader>> make(std::istream& in, UtcTime now);
  std::optional<ImportItem> next() override;
  std::string_view unit() const override { return elements_ ? "item" : "line"; }
  LeftOut left_out() const override { return left_out_; }

 private:
  XReader(std::istream& in, UtcTime now) : lines_(in, kLongestPage), now_(now) {}
  /// Pages of an archive's search have 500 posts, of some kilobytes with their authors and pictures.
  static constexpr std::size_t kLongestPage = 4 * kMaxImportLine;

  /// Reads a line, or an element of the list, into ready_. False at the end.
  bool read_on();
  void take_document(std::size_t number, JsonView document);
  /// place: before what is wrong with it, where there are several.
  void take_post(std::size_t number, JsonView post, const collector::XAuthors& authors,
                 const std::string& place);

  std::optional<JsonElements> elements_;  ///< of a file that is one list
  JsonLineReader lines_;                  ///< of any other
  UtcTime now_;
  std::deque<ImportItem> ready_;
  LeftOut left_out_;
};

}  // namespace nhs::intake
