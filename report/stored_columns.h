#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/values.h"

namespace nhs::report {

/// What a stored column says of people.
enum class Kept : std::uint8_t {
  nothing,    ///< about no person: the program's own, or counts
  pseudonym,  ///< a keyed hash or a row's number: personal data under a pseudonym
  sealed,     ///< what names or leads to somebody, encrypted
  words,      ///< what somebody wrote in public, masked
  found,      ///< what was judged, counted or decided of one post
  staff,      ///< who uses the program, and what they wrote in it
};

/// One column of the database, with what it is there for: what the papers on data protection list, and a test
/// holds against the schema.
struct StoredColumn {
  std::string_view table;
  std::string_view column;
  Kept kept;
  std::string_view purpose;
};

/// All of them, by table.
const std::vector<StoredColumn>& stored_columns();

}  // namespace nhs::report

template <>
struct nhs::Vocabulary<nhs::report::Kept> {
  static constexpr std::string_view noun = "kind of data";
  static constexpr std::array<std::string_view, 6> ids = {"nothing", "pseudonym", "sealed",
                                                          "words",   "found",     "staff"};
};
