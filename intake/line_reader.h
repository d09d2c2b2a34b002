#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>

#include "intake/import_reader.h"

namespace nhs::intake {

/// A line without its line feed.
struct Line {
  std::size_t number;  ///< from 1
  std::string text;    ///< empty when it was too long
  bool too_long = false;
};

/// Reads a file by lines: one that is too long is passed over, not held. A byte order mark before the first
/// line is dropped.
class LineReader {
 public:
  /// in: outlives this.  longest: of a line, in bytes.
  explicit LineReader(std::istream& in, std::size_t longest = kMaxImportLine) : in_(in), longest_(longest) {}

  std::size_t longest() const { return longest_; }

  /// Nothing at the end.
  std::optional<Line> next();

  /// The byte with which the file begins after a byte order mark and white space, to be read yet; nothing
  /// when there is none. Lines before it are passed over, but counted. Only before the first next().
  std::optional<char> first_byte();

  /// From here on lines are kept, until forget() or return_to_mark(). The caller bounds how much that is.
  void mark();
  void forget();
  /// The lines since mark() will come again.
  void return_to_mark();

 private:
  Line line_from_stream();

  std::istream& in_;
  std::size_t longest_;
  std::size_t number_ = 0;
  std::string begun_;  ///< of the next line: bytes that might have been a byte order mark

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
