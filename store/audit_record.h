#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace nhs::store {

/// What a person did (audit.h).
struct AuditRecord {
  UtcTime at;
  std::string person;
  std::string action;
  std::optional<std::int64_t> post = {};   ///< the one it was done to; may be gone
  std::string detail = {};                 ///< in words; may be empty
  std::string filter = {};                 ///< what chose the posts, in words; empty for all or none
  std::optional<std::int64_t> posts = {};  ///< how many it was done to, where that is known
  std::int64_t id = 0;                     ///< rises with time, without holes
};

struct AuditQuery {
  std::optional<UtcTime> since = {};  ///< inclusive
  std::optional<UtcTime> until = {};  ///< exclusive
  /// A login, its number, or both as the audit writes them; empty for all.
  std::string person = {};
  std::vector<std::string> actions = {};   ///< empty for all
  std::optional<std::int64_t> below = {};  ///< only those before this one
  std::int64_t limit = 50;
};

}  // namespace nhs::store
