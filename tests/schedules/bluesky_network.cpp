#include "tests/schedules/bluesky_network.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <vector>

#include "collector/sources/bluesky_source.h"

namespace nhs::test {
namespace {

using namespace std::chrono_literals;

std::chrono::seconds up_to(Chance& chance, std::chrono::seconds most) {
  return std::chrono::seconds{chance.below(static_cast<std::size_t>(most.count()))};
}

}  // namespace

BlueskyNetwork::BlueskyNetwork(Chance& chance) {
  api_.quirks.page_limit = 2 + chance.below(20);
  api_.quirks.v2_cursors = chance.one_in(2);
  api_.quirks.index_lag = up_to(chance, 15min);
  api_.sessions.access_lifetime = std::chrono::minutes{5 + chance.below(120)};
  if (chance.one_in(3)) api_.sessions.access_requests = 1 + static_cast<int>(chance.below(30));
}

std::unique_ptr<const collector::Source> BlueskyNetwork::source() const {
  collector::BlueskyOptions options;
  options.url = base_url;
  options.account = api_.sessions.account;
  options.password = api_.sessions.password;
  return collector::make_bluesky_source(options);
}

Reply BlueskyNetwork::answer(const SeenRequest& request, UtcTime now) {
  now_ = now;
  return api_.answer(request, base_url);
}

void BlueskyNetwork::begin(Chance& chance, UtcTime now) {
  now_ = now;
  for (std::size_t posts = chance.below(60); posts > 0; --posts) {
    const UtcTime then = now - up_to(chance, 72h);
    publish(chance, then, then, now);
  }
}

void BlueskyNetwork::live_on(Chance& chance, UtcTime now) {
  now_ = now;
  switch (chance.below(10)) {
    case 0:  // dated back
      return publish(chance, now - up_to(chance, kFound), now);
    case 1:  // dated ahead
      return publish(chance, now + up_to(chance, 48h), now);
    case 2: {  // a burst of one second
      for (std::size_t posts = chance.below(30); posts > 0; --posts) publish(chance, now, now);
      return;
    }
    case 3: {  // rewritten
      const std::string uri = any_since(chance, now - kFound);
      if (uri.empty()) return;
      texts_[uri] = fmt::format("Kindness, rewritten at {} #NHSvalues", format_utc(now));
      return api_.change(uri, texts_[uri]);
    }
    case 4: {
      const std::string uri = any_since(chance, UtcTime{});
      if (uri.empty()) return;
      texts_.erase(uri);
      return api_.remove(uri);
    }
    case 5:
      api_.quirks.v2_cursors = chance.one_in(2);  // kills the cursors that are out
      return;
    case 6:
      return api_.sessions.expire_access();
    case 7:
      if (chance.one_in(4)) api_.sessions.end_all();
      return;
    default:
      return publish(chance, now, now);
  }
}

void BlueskyNetwork::publish(Chance& chance, UtcTime created_at, UtcTime indexed_at,
                             std::optional<UtcTime> found_at) {
  BlueskyPost post;
  post.text = fmt::format("Kindness number {} #{}", ++serial_, chance.one_in(2) ? "NHSvalues" : "nhsvalues");
  post.created_at = created_at;
  post.indexed_at = indexed_at;
  post.found_at = found_at;
  const std::string uri = api_.publish(post);
  texts_[uri] = post.text;
  sorted_at_[uri] = std::min(created_at, indexed_at);
  ever_.insert(uri);
  spdlog::trace("{} published {}, dated {}", format_utc(now_), uri, format_utc(sorted_at_[uri]));
}

std::string BlueskyNetwork::any_since(Chance& chance, UtcTime since) const {
  std::vector<std::string> recent;
  for (const auto& [uri, text] : texts_)
    if (sorted_at_.at(uri) >= since) recent.push_back(uri);
  return recent.empty() ? std::string{} : recent[chance.below(recent.size())];
}

std::map<std::string, std::string> BlueskyNetwork::in_reach() const {
  std::map<std::string, std::string> posts;
  for (const std::string& uri : api_.found_now("NHSvalues")) posts.emplace(uri, texts_.at(uri));
  return posts;
}

}  // namespace nhs::test
