#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/carry_over.h"
#include "store/database.h"

namespace nhs::store {

/// Part of carry_over: posts that do not count any more, or whose authors do not want to be quoted. Functions
/// throw SQLite::Exception.

/// A post that must not come back as it was.
struct Wish {
  std::int64_t id = 0;
  std::string network;
  KeyedHash key{};
  std::optional<KeyedHash> url_key;
  std::optional<KeyedHash> reply_key;
  std::optional<KeyedHash> author;
  std::string sealed;
  std::optional<UtcTime> created_at;
  std::optional<UtcTime> edited_at;
  UtcTime first_seen_at;
  std::optional<UtcTime> withdrawn_at;
  std::optional<std::int64_t> day;
  std::string model;
  std::optional<KeyedHash> account = std::nullopt;  ///< of its author
  bool quotable = true;
  std::string rule;  ///< that sets it aside; empty for none
  std::optional<UtcTime> purged_at = std::nullopt;
  std::string made_with = {};      ///< what of it stands under a key before; empty for nothing
  std::int64_t under_earlier = 0;  ///< what that is (earlier_keys.h)

  bool gone() const { return withdrawn_at && rule.empty(); }
};

/// Appends those of the present database, as far as they can be read.
void read_wishes(Database& present, const HashesAnew& anew, std::vector<Wish>& wishes);

/// Withdraws and sets aside these posts, or leaves them unquoted, and remembers withdrawn ones that the
/// backup does not know; adds to `carried`. Within the caller's transaction on `restored`, whose rollups
/// and search index stay right.
void carry_wishes(const std::vector<Wish>& wishes, Database& restored, CarriedOver& carried);

}  // namespace nhs::store
