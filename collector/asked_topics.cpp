#include "collector/asked_topics.h"

#include <algorithm>

#include "collector/sources/make_sources.h"
#include "collector/watched_sources.h"

namespace nhs::collector {

void leave_out_topics_not_asked(std::vector<SourceState>& states, const config::Config& config) {
  for (const config::SourceConfig& source : config.sources) {
    const auto made = make_source(source, config, kNoSecret);
    if (!made) continue;
    const std::vector<Topic> topics = topics_of(source, config, made->asks_by_tag);
    const auto is_not_asked = [&](const SourceState& state) {
      return state.source == source.name &&
             std::none_of(topics.begin(), topics.end(),
                          [&](const Topic& topic) { return topic.tag == state.topic; });
    };
    states.erase(std::remove_if(states.begin(), states.end(), is_not_asked), states.end());
  }
}

}  // namespace nhs::collector
