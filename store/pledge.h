#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "store/filter.h"
#include "store/stored_post.h"

namespace nhs::store {

/// What became of a pledge, as a person noted it.
struct FollowUp {
  std::string note;  ///< not empty
  std::string by;    ///< as they named themselves; empty when they did not
  LocalDay day;      ///< of which it tells

  bool operator==(const FollowUp&) const = default;
};

struct FollowUpRecord {
  FollowUp follow_up;
  UtcTime noted_at;
  std::optional<UtcTime> undone_at = {};  ///< when it was taken back

  bool holds() const { return !undone_at; }
};

/// A post of the kind `pledge`.
struct Pledge {
  StoredPost post;
  std::vector<FollowUpRecord> follow_ups;  ///< oldest first, those taken back too

  /// Something holds that tells what became of it.
  bool followed_up() const;
};

enum class PledgesWanted : std::uint8_t { all, open, followed_up };

struct PledgesQuery {
  Filter filter = {};  ///< its kinds and once_per_author are not looked at
  PledgesWanted wanted = PledgesWanted::all;
  std::int64_t limit = 20;
  /// Page: only pledges after this one, newest first. Usage (64) when it is not stored.
  std::optional<std::int64_t> after_ref = {};
  /// So many of those who made pledges are told, those with most.
  std::size_t makers = std::numeric_limits<std::size_t>::max();
};

struct PledgeCounts {
  std::int64_t posts = 0;
  std::int64_t followed_up = 0;

  std::int64_t open() const { return posts - followed_up; }
};

/// Who made pledges, as far as that is known without naming anybody.
struct PledgeMaker {
  std::string network;
  std::optional<KeyedHash> author;   ///< nothing: all of this network whose author is not known
  std::vector<std::string> sources;  ///< that showed these pledges, by name
  PledgeCounts counts;
};

struct Pledges {
  std::vector<Pledge> pledges;  ///< a page of those wanted, newest first, undated last
  /// Of all that match the filter, whichever are wanted.
  PledgeCounts all;
  std::array<PledgeCounts, count_of<Value>> values{};  ///< one on two values counts for both
  PledgeCounts no_value;
  /// In none of these: pledges that match, as far as that can still be told, but are kept without their texts
  /// (retention.h), what was noted of them having gone as well.
  std::int64_t without_texts = 0;
  /// What is searched for was not looked for in those without texts, and whether they match cannot be told.
  bool without_texts_unsearched = false;
  std::vector<PledgeMaker> makers;  ///< those with most first, as many as were asked for
};

}  // namespace nhs::store
