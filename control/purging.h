#pragma once

#include <cstdint>
#include <string_view>

#include "control/answers.h"
#include "core/json.h"
#include "core/result.h"

namespace nhs::control {

struct Office;

/// The next step of purging by the rules that are in force where it is carried out (store/retention.h),
/// whether or not a day has passed since the last. `retention --apply` asks for steps until it is finished.
struct PurgeNext {
  static constexpr std::string_view op = "purge";
  using Answer = Purged;

  void write(JsonWriter& json) const;
  static Result<PurgeNext> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

/// Posts in a step of that: a few hundredths of a second.
inline constexpr std::int64_t kPurgedAtOnce = 250;

}  // namespace nhs::control
