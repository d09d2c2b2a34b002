#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "collector/allowance.h"
#include "collector/source.h"
#include "config/config.h"

namespace nhs::collector {

/// A network's protocol, set up, and what the engine has to know of it.
struct MadeSource {
  std::unique_ptr<const Source> source;
  /// True when each topic is a question of its own; false for what is read whole, whatever it is about.
  bool asks_by_tag = true;
  /// Nothing where asking costs nothing that runs out.
  std::optional<Allowance> allowance;
  /// The shortest time from one request to the next, where the service has a limit and tells nothing of it.
  std::chrono::milliseconds pace{0};
};

/// Stands in for a credential where a source is only looked at: of the form id:secret, which a service that
/// gives out tokens insists on.
inline constexpr const char* kNoSecret = "none:none";

/// The source that a `[[source]]` describes. Fails with configuration (78) where that needs what is not
/// there: a service's description that cannot be read, a credential of the wrong form.
///
/// secret: what its `credential` names; empty for none.
Result<MadeSource> make_source(const config::SourceConfig& source, const config::Config& config,
                               std::string secret);

/// What a source may spend, whatever its secret; nothing where asking costs nothing that runs out, or where
/// its description cannot be read, which is for `check-config` to tell.
std::optional<Allowance> allowance_of(const config::SourceConfig& source, const config::Config& config);

}  // namespace nhs::collector
