#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>

namespace nhs::intake {

/// A line without its line feed.
struct Line {
  std::size_t number;  ///< from 1
  std::string text;    ///< empty when it was too long
  bool too_long = false;
};

/// Reads a file by lines of at most kMaxImportLine bytes: a longer one is passed over, not held. A byte order
/// mark before the first line is dropped.
class LineReader {
 public:
  /// in: outlives this.
  explicit LineReader(std::istream& in) : in_(in) {}

  /// Nothing at the end.
  std::optional<Line> next();

  /// From here on lines are kept, until forget() or return_to_mark(). The caller bounds how much that is.
  void mark();
  void forget();
  /// The lines since mark() will come again.
  void return_to_mark();

 private:
  Line line_from_stream();

  std::istream& in_;
  std::size_t number_ = 0;

  // What return_to_mark() gave back, and how far it is read again; a line that was too long can only be its
  // last.
  std::string again_;
  std::size_t again_position_ = 0;
  bool again_too_long_ = false;

  bool keeping_ = false;
  std::size_t marked_number_ = 0;
  std::string kept_;
  bool kept_too_long_ = false;
};

}  // namespace nhs::intake
