#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/json.h"
#include "core/result.h"

namespace nhs::control {

struct Office;

/// That a message is in the outbox.
struct AlertQueued {
  std::int64_t alert = 0;

  void write(JsonWriter& json) const;
  static Result<AlertQueued> read(JsonView json);
};

/// `alerts test`: a marked message to a target, or to all; one of control::Change (changes.h). Fails with
/// usage (64) where there is no such target.
struct TestAlert {
  static constexpr std::string_view op = "test_alert";
  using Answer = AlertQueued;

  std::string target;  ///< empty for all

  void write(JsonWriter& json) const;
  static Result<TestAlert> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

}  // namespace nhs::control
