#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "control/alert_trial.h"
#include "core/json.h"
#include "core/result.h"

namespace nhs::control {

/// `digest --send`: a digest to all that the configuration in force names for it; one of control::Change
/// (changes.h). Sent for again it goes to nobody twice (store/digests.h). Only the owner of the database may,
/// for its words come from whoever asks: no member of the group shall write to colleagues in this one's name.
/// Fails with configuration (78) where the configuration names nobody.
struct SendDigest {
  static constexpr std::string_view op = "send_digest";
  using Answer = AlertQueued;

  std::string name;   ///< `daily/2026-11-25` or `weekly/2026-W47`
  std::string title;  ///< a line
  std::string text;
  std::string html;
  std::string command;              ///< that shows more
  std::vector<std::int64_t> posts;  ///< references, at most kMostDigestPosts

  void write(JsonWriter& json) const;
  static Result<SendDigest> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

inline constexpr std::size_t kMostDigestPosts = 100;

/// Together text and HTML may have so many bytes: what a line of the control socket holds, with some room.
inline constexpr std::size_t kLongestDigest = 180'000;

}  // namespace nhs::control
