#include "collector/watched_sources.h"

#include <fmt/format.h>

#include "collector/schedule.h"
#include "collector/sources/make_sources.h"

namespace nhs::collector {
namespace {

/// Who tells it names the source in front.
std::string without_name(const std::string& cause, const std::string& name) {
  const std::string named = name + ": ";
  return cause.rfind(named, 0) == 0 ? cause.substr(named.size()) : cause;
}

}  // namespace

std::vector<Topic> topics_of(const config::SourceConfig& source, const config::Config& config,
                             bool asks_by_tag) {
  if (!asks_by_tag) return {Topic{"", config.topics}};
  std::vector<Topic> topics;
  for (const std::string& tag : source.topics.empty() ? config.topics : source.topics)
    topics.push_back(Topic{tag, config.topics});
  return topics;
}

Result<WatchedSources> watched_sources(const config::Config& config) {
  WatchedSources watched;
  for (const config::SourceConfig& source : config.sources) {
    auto secret =
        source.credential.empty() ? Result<std::string>{} : config::read_credential(source.credential);
    auto made = make_source(source, config, secret ? *secret : kNoSecret);
    if (!made && secret) {
      // Of the wrong form it is as none, where the rest is right.
      secret = tl::unexpected(Error{made.error().status, without_name(made.error().message, source.name)});
      made = make_source(source, config, kNoSecret);
    }
    if (!made) return tl::unexpected(made.error());
    if (!secret) {
      watched.without_credential.push_back(
          {source.name, topics_of(source, config, made->asks_by_tag), secret.error().message});
      continue;
    }
    WatchedSource one;
    one.name = source.name;
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
    watched.ready.push_back(std::move(one));
  }
  return watched;
}

std::string server_of(const config::SourceConfig& source, const config::Config& config) {
  const auto made = make_source(source, config, kNoSecret);
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
