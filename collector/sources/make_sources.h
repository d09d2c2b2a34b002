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

/// The source that a `[[source]]` describes. Fails with configuration (78) where that needs what is not
/// there: a service's description that cannot be read, a credential of the wrong form.
///
/// secret: what its `credential` names; empty for none.
Result<MadeSource> make_source(const config::SourceConfig& source, const config::Config& config,
                               std::string secret);

}  // namespace nhs::collector
