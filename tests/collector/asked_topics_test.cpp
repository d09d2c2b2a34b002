#include "collector/asked_topics.h"

#include <catch2/catch.hpp>

using namespace nhs;
using namespace nhs::collector;

namespace {

SourceState state(const std::string& source, const std::string& topic) {
  SourceState state;
  state.source = source;
  state.topic = topic;
  return state;
}

std::vector<std::string> names_of(const std::vector<SourceState>& states) {
  std::vector<std::string> names;
  for (const SourceState& each : states) names.push_back(each.source + "/" + each.topic);
  return names;
}

config::SourceConfig source(const std::string& name, config::SourceKind kind) {
  config::SourceConfig source;
  source.name = name;
  source.kind = kind;
  source.url = "https://" + name;
  return source;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("Topics that were taken out of the configuration are left out, a source's own ones too",
          "[topics]") {
  config::Config config;
  config.topics = {"NHSvalues", "TeamLeeds"};
  config::SourceConfig own = source("b.example", config::SourceKind::mastodon);
  own.topics = {"TeamLeeds"};
  config.sources = {source("a.example", config::SourceKind::mastodon), own};
  std::vector<SourceState> states = {state("a.example", "NHSvalues"), state("a.example", "Gone"),
                                     state("b.example", "NHSvalues"), state("b.example", "TeamLeeds")};
  leave_out_topics_not_asked(states, config);
  CHECK(names_of(states) == Names{"a.example/NHSvalues", "b.example/TeamLeeds"});
}

TEST_CASE("What is read whole, and sources that are not configured, keep their states", "[topics]") {
  config::Config config;
  config.topics = {"NHSvalues"};
  config::SourceConfig undescribed = source("j", config::SourceKind::json);
  undescribed.service = "/nowhere/service.toml";
  config.sources = {source("feed.example", config::SourceKind::feed), undescribed};
  std::vector<SourceState> states = {state("feed.example", ""), state("feed.example", "NHSvalues"),
                                     state("j", "Gone"), state("old.example", "Gone")};
  leave_out_topics_not_asked(states, config);
  CHECK(names_of(states) == Names{"feed.example/", "j/Gone", "old.example/Gone"});
}
