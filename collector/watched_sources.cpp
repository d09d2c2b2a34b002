#include "collector/watched_sources.h"

#include <fmt/format.h>

#include "collector/schedule.h"
#include "collector/sources/make_sources.h"

namespace nhs::collector {
std::vector<Topic> topics_of(const config::SourceConfig& source, const config::Config& config,
                             bool asks_by_tag) {
  if (!asks_by_tag) return {Topic{"", config.topics}};
  std::vector<Topic> topics;
  for (const std::string& tag : source.topics.empty() ? config.topics : source.topics)
    topics.push_back(Topic{tag, config.topics});
  return topics;
}

Result<std::vector<WatchedSource>> watched_sources(const config::Config& config) {
  std::vector<WatchedSource> watched;
  for (const config::SourceConfig& source : config.sources) {
    std::string token;
    if (!source.credential.empty()) {
      auto secret = config::read_credential(source.credential);
      if (!secret)
        return fail(secret.error().status,
                    fmt::format("{}: {}; until then `nhsvalues sources disable {}` leaves this source out",
                                source.name, secret.error().message, source.name));
      token = *std::move(secret);
    }
    WatchedSource one;
    one.name = source.name;
    auto made = make_source(source, config, std::move(token));
    if (!made) return tl::unexpected(made.error());
    one.source = std::move(made->source);
    one.topics = topics_of(source, config, made->asks_by_tag);
    one.every = source.every;
    one.slowest = config::slowest_pace(source);
    // One source alone has nobody to make room for.
    if (config.sources.size() > 1) one.phase = phase_of(source.name, source.every);
    one.silent_after = config::silence_of(source);
    one.credential = source.credential;
    one.allowance = std::move(made->allowance);
    one.pace = made->pace;
    one.rechecks = source.recheck;
    watched.push_back(std::move(one));
  }
  return watched;
}

std::string server_of(const config::SourceConfig& source, const config::Config& config) {
  // A secret only has to be of the right form.
  const auto made = make_source(source, config, "none:none");
  return made ? made->source->server() : std::string{};
}

net::ClientOptions client_options(const config::Config& config) {
  net::ClientOptions options;
  options.user_agent = fmt::format("nhsvalues/{} (+{})", NHS_VERSION, config.contact);
  options.allow_private_addresses = config.allow_private_addresses;
  options.allow_plain_http = config.allow_plain_http;
  options.ca_file = config.ca_file.string();
  return options;
}

}  // namespace nhs::collector
