#pragma once

#include <cstddef>
#include <istream>
#include <memory>
#include <optional>
#include <string>

#include "core/result.h"

namespace nhs {

/// An element of a long array: its bytes, or why it could not be read.
struct JsonElement {
  /// From 1, in the order of the file, faulty ones included.
  std::size_t number;
  /// Without white space between its parts; empty when it is at fault. That its brackets and strings are
  /// closed is known, the rest is for JsonDocument::parse to say.
  std::string json;
  /// In words for people; empty when there is none.
  std::string fault;
};

/// The elements of the one long array that a JSON document holds, one at a time: exports come as one document
/// of any size, and its memory is that of one element.
///
/// A scanner of our own and not RapidJSON's SAX reader, which holds a string whole however long it is, and
/// ends at the first fault. Here what is longer than an element may be is passed over without being held, and
/// after a fault reading goes on where an element begins again: at `,{"KEY":` with the key that elements of
/// this array begin with. That cannot stand within a string, where quotes are escaped; a faulty element may
/// take its neighbour with it. For streams that are read once; not thread-safe.
class JsonElements {
 public:
  /// Reads up to the array. Fails with bad_data (65) when the document has none there.
  ///
  /// in: outlives this.  member: of the document's object, whose value the array is; empty when the document
  /// itself is the array.  longest: of an element, in bytes.
  static Result<JsonElements> open(std::istream& in, const std::string& member, std::size_t longest);

  JsonElements(JsonElements&&) noexcept;
  JsonElements& operator=(JsonElements&&) noexcept;
  ~JsonElements();

  /// The document's object as far as it stands before the array, `{…}`; members of more than kLongestMember
  /// bytes are left out.
  const std::string& head() const;
  static constexpr std::size_t kLongestMember = 64 * 1024;

  /// Nothing at the end. A document that breaks off, or goes on after its array with what is not JSON, ends
  /// in an element at fault.
  std::optional<JsonElement> next();

 private:
  struct State;
  explicit JsonElements(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace nhs
