#pragma once

#include <string>
#include <string_view>

#include "control/answers.h"
#include "core/json.h"
#include "core/result.h"

namespace nhs::control {

struct Office;

/// `sources enable NAME` and `sources disable NAME`. Fails with usage (64) for a source that is not
/// configured; one that is switched off can always be switched on.
struct SwitchSource {
  static constexpr std::string_view op = "switch_source";
  using Answer = Switched;

  std::string name;
  bool on = true;

  void write(JsonWriter& json) const;
  static Result<SwitchSource> read(JsonView json);
  Result<Answer> perform(const Office& office) const;
};

}  // namespace nhs::control
