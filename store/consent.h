#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "core/values.h"

namespace nhs::store {

/// The use that lets this program's public outputs print a post. Any other is for people to keep to.
inline constexpr std::string_view kUseInReports = "reports";

/// That whoever wrote a post, or speaks for them, agrees to be quoted.
struct Consent {
  std::string given_by;  ///< in what capacity, no name: "the author"; masked
  std::string how;       ///< and where it is written down; not empty, masked
  std::string use{kUseInReports};
  LocalDay day;
  /// Why this counts although the author asks in general not to be found; empty where they do not, or where
  /// nobody said. Masked.
  std::string despite_wish;
  std::string noted_by;  ///< as they named themselves; not empty
};

/// Why a consent lets nothing be printed.
enum class ConsentState : std::uint8_t {
  holds,
  withdrawn,
  edited,     ///< the post has another text since
  wish,       ///< its author asks not to be found, and it was not said that it counts all the same
  concern,    ///< the post raised a concern
  other_use,  ///< given for another use than this program's public outputs
  objection,  ///< the post's author objects to being counted
  set_aside   ///< an ignore rule keeps the post from counting
};

}  // namespace nhs::store

template <>
struct nhs::Vocabulary<nhs::store::ConsentState> {
  static constexpr std::string_view noun = "state";
  static constexpr std::array<std::string_view, 8> ids = {"holds",   "withdrawn", "edited",    "wish",
                                                          "concern", "other_use", "objection", "set_aside"};
};

namespace nhs::store {

struct ConsentRecord {
  std::int64_t ref = 0;
  Consent consent;
  UtcTime noted_at;
  std::optional<UtcTime> withdrawn_at = {};
  std::optional<UtcTime> lapsed_at = {};  ///< when the post got another text
  ConsentState state = ConsentState::holds;
};

struct ConsentsQuery {
  std::optional<std::int64_t> ref = {};  ///< of this post alone
  std::int64_t limit = 1000;
};

}  // namespace nhs::store
