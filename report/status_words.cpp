#include "report/status_words.h"

namespace nhs::report {

bool is_watched(const SourceState& state, const StatusSurroundings& around) {
  const auto& configured = around.configured_sources;
  const WatchedSource* source = find_source(configured, state.source);
  return source != nullptr ? !source->disabled : configured.empty();
}

std::string why_not_watched(const SourceState& state, const StatusSurroundings& around) {
  const WatchedSource* source = find_source(around.configured_sources, state.source);
  return source != nullptr && source->disabled ? "disabled" : "no longer configured";
}

}  // namespace nhs::report
