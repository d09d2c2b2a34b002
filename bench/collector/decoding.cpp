#include "bench/collector/decoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "bench/collector/full_page.h"
#include "collector/sources/bluesky_source.h"
#include "collector/sources/careopinion_source.h"
#include "collector/sources/feed_source.h"
#include "collector/sources/json_source.h"
#include "collector/sources/mastodon_source.h"
#include "collector/sources/x_source.h"
#include "config/service_file.h"
#include "core/json.h"

namespace nhs::bench {
namespace {

using namespace collector;
using Seconds = std::chrono::duration<double>;

constexpr int kRounds = 9;
constexpr Seconds kRound{0.1};
/// 20 November 2026, as in the fixtures.
constexpr UtcTime kNow{std::chrono::seconds{1795168800}};

struct Network {
  std::string name;
  std::unique_ptr<Source> source;
  std::string page;
  std::size_t posts;
  /// What is answered before the first page: a session, a token.
  std::string before = {};
};

std::unique_ptr<Source> mastodon() {
  MastodonOptions options;
  options.url = "https://social.example";
  return make_mastodon_source(std::move(options));
}

std::unique_ptr<Source> feed() { return make_feed_source({"https://feed.example/feed", "feed", true, ""}); }

std::unique_ptr<Source> bluesky() {
  BlueskyOptions options;
  options.account = "daemon.values.example";
  options.password = "app-password";
  return make_bluesky_source(std::move(options));
}

std::unique_ptr<Source> x() {
  XOptions options;
  options.url = "https://api.x.com";
  options.bearer = "token";
  return make_x_source(std::move(options));
}

std::unique_ptr<Source> reddit() {
  config::SourceConfig config;
  config.url = "https://oauth.reddit.com";
  config.credential = "reddit";
  auto service =
      config::load_service(std::string{NHS_SOURCE_DIR} + "/config/services/reddit.toml", config, false);
  JsonOptions options;
  options.service = std::move(service.value());
  options.secret = "id:secret";
  options.match_all = true;
  return make_json_source(std::move(options));
}

std::vector<Network> networks() {
  std::vector<Network> all;
  const auto add = [&](const char* name, std::unique_ptr<Source> source, std::string page, std::size_t posts,
                       std::string before = {}) {
    all.push_back({name, std::move(source), std::move(page), posts, std::move(before)});
  };
  add("mastodon", mastodon(), full_json_page("mastodon/tag_page1_newest.json", {}, {"id"}, 40), 40);
  add("bluesky", bluesky(), full_json_page("bluesky/search_page1.json", {"posts"}, {"uri"}, 100), 100,
      fixture("bluesky/create_session.json"));
  add("x", x(), full_json_page("x/recent_page1_tweet_names.json", {"data"}, {"id"}, 100), 100);
  add("careopinion", make_careopinion_source({"https://www.careopinion.org.uk", "key", {}}),
      full_json_page("careopinion/opinions_take2_skip0.json", {}, {"id"}, 100), 100);
  add("json (Reddit)", reddit(),
      full_json_page("reddit/search_new_raw_json.json", {"data", "children"}, {"data", "name"}, 100), 100,
      fixture("reddit/token.json"));
  add("feed (RSS)", feed(), full_xml_page("feeds/rss20_blog.xml", "item", "ward-blog-1042", 40), 40);
  add("feed (Atom)", feed(), full_xml_page("feeds/atom10.xml", "entry", "tag:atom.values.example,2026:1", 40),
      40);
  add("feed (JSON)", feed(), full_json_page("feeds/jsonfeed11.json", {"items"}, {"id"}, 40), 40);
  return all;
}

net::HttpResponse answer(const std::string& body) {
  net::HttpResponse response;
  response.status = 200;
  response.body = body;
  return response;
}

Seconds median_time(const std::function<void()>& work) {
  std::vector<Seconds> rounds;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    int times = 0;
    Seconds passed{0};
    for (; passed < kRound; passed = std::chrono::steady_clock::now() - start, ++times) work();
    rounds.push_back(passed / times);
  }
  std::nth_element(rounds.begin(), rounds.begin() + kRounds / 2, rounds.end());
  return rounds[kRounds / 2];
}

/// The cursor after what is answered before the first page.
Cursor first_cursor(const Network& network, const Topic& topic) {
  RunStart start;
  start.now = kNow;
  const Cursor cursor = network.source->begin_run("", start);
  if (network.before.empty()) return cursor;
  const PollOutcome outcome = network.source->read(answer(network.before), cursor, topic, kNow);
  const auto* proceed = std::get_if<Proceed>(&outcome);
  return proceed != nullptr ? proceed->cursor : cursor;
}

bool measure(const Network& network) {
  const Topic topic{"NHSvalues", {"NHSvalues"}};
  const Cursor cursor = first_cursor(network, topic);
  const net::HttpResponse response = answer(network.page);
  const PollOutcome outcome = network.source->read(response, cursor, topic, kNow);
  const auto* page = std::get_if<PageOfPosts>(&outcome);
  if (page == nullptr || page->posts.size() + page->withdrawn.size() != network.posts) {
    const auto* failed = std::get_if<Failed>(&outcome);
    fmt::print(stderr, "{}: its page was read wrongly ({} posts; {})\n", network.name,
               page != nullptr ? page->posts.size() + page->withdrawn.size() : 0,
               failed != nullptr ? failed->cause : "no failure");
    return false;
  }
  const Seconds decoding = median_time([&] { network.source->read(response, cursor, topic, kNow); });
  std::string beside = "-";
  if (JsonDocument::parse(network.page)) {
    const Seconds parsing = median_time([&] { (void)JsonDocument::parse(network.page); });
    beside = fmt::format("{:.1f}", decoding / parsing);
  }
  const double pages = 1 / decoding.count();
  fmt::print("{:<14} {:>6} {:>7.1f} {:>9.0f} {:>10.0f} {:>7}\n", network.name, network.posts,
             static_cast<double>(network.page.size()) / 1024, pages,
             pages * static_cast<double>(network.posts), beside);
  return true;
}

}  // namespace

bool measure_decoding() {
  fmt::print("{:<14} {:>6} {:>7} {:>9} {:>10} {:>7}\n", "network", "posts", "KiB", "pages/s", "posts/s",
             "x JSON");
  bool right = true;
  for (const Network& network : networks()) right = measure(network) && right;
  return right;
}

}  // namespace nhs::bench
