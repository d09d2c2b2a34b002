#include "tests/fuzz/sources.h"

#include <stdexcept>
#include <utility>

#include "collector/sources/bluesky_source.h"
#include "collector/sources/careopinion_source.h"
#include "collector/sources/feed_source.h"
#include "collector/sources/json_source.h"
#include "collector/sources/mastodon_source.h"
#include "collector/sources/x_source.h"
#include "config/service_file.h"

namespace nhs::test {
namespace {

using namespace collector;

constexpr const char* kLeadingService = R"(
name = "leading"
network = "leading"
[request]
url = "{url}/search?q={tag}"
[items]
path = "/items"
[map]
id = "/id"
text = "/text"
text_format = "html"
author = "/authors/name"
created_at = "/date"
tags = "/tags/*"
[[join]]
name = "authors"
list = "/includes/users"
key = "/id"
ref = "/author"
[paging]
mode = "next_url"
next = "/next"
)";

SourceUnderTest described(tl::expected<config::JsonService, config::ConfigErrors> service,
                          const config::SourceConfig& config, std::string host) {
  if (!service) throw std::logic_error(service.error().lines.front());
  JsonOptions options;
  options.service = *std::move(service);
  options.url = config.url;
  options.secret = "id:secret";
  return {make_json_source(std::move(options)), std::move(host)};
}

}  // namespace

SourceUnderTest bluesky() {
  BlueskyOptions options;
  options.account = "daemon.values.example";
  options.password = "app-password";
  return {make_bluesky_source(std::move(options)), ""};
}

SourceUnderTest careopinion() {
  return {make_careopinion_source({"https://www.careopinion.org.uk", "key", {}}), "www.careopinion.org.uk",
          // It steps over what is no story for two thousand pages, and says so at the next.
          2001};
}

SourceUnderTest feed() {
  return {make_feed_source({"https://feed.example/feed.xml", "feed", true, ""}), "feed.example"};
}

SourceUnderTest mastodon() {
  MastodonOptions options;
  options.url = "https://social.example";
  return {make_mastodon_source(std::move(options)), "social.example"};
}

SourceUnderTest x() {
  XOptions options;
  options.url = "https://api.x.com";
  options.bearer = "token";
  return {make_x_source(std::move(options)), "api.x.com"};
}

std::vector<SourceUnderTest> described_services() {
  config::SourceConfig config;
  config.name = "service";
  config.kind = config::SourceKind::json;
  config.url = "https://server.example";
  config.credential = "key";
  std::vector<SourceUnderTest> all;
  for (const char* name : {"reddit", "threads", "youtube"}) {
    const std::string file = std::string{NHS_SOURCE_DIR} + "/config/services/" + name + ".toml";
    all.push_back(described(config::load_service(file, config, false), config, ""));
  }
  all.push_back(described(config::parse_service(kLeadingService, "leading.toml", config, false), config,
                          "server.example"));
  return all;
}

std::vector<SourceUnderTest> all_sources() {
  std::vector<SourceUnderTest> all = described_services();
  for (auto* make : {bluesky, careopinion, feed, mastodon, x}) all.push_back(make());
  return all;
}

}  // namespace nhs::test
