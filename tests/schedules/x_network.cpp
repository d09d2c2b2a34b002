#include "tests/schedules/x_network.h"

#include <fmt/format.h>

#include "collector/sources/x_source.h"

namespace nhs::test {

using namespace std::chrono_literals;

XNetwork::XNetwork(Chance& chance) {
  api_.quirks.page_limit = 10 + chance.below(20);
  api_.quirks.vocabulary = static_cast<XVocabulary>(chance.below(3));
  api_.quirks.empty_pages = chance.one_in(4) ? 2 : 0;
  api_.quirks.tokens_refused = chance.one_in(6);
}

std::unique_ptr<const collector::Source> XNetwork::source() const {
  collector::XOptions options;
  options.url = "https://api.x.example";
  options.bearer = "not-a-real-token";
  return collector::make_x_source(options);
}

Reply XNetwork::answer(const SeenRequest& request, UtcTime now) {
  now_ = now;
  return api_.answer(request, "");
}

void XNetwork::begin(Chance& chance, UtcTime now) {
  now_ = now;
  // In order, as X makes its ids.
  UtcTime then = now - 72h;
  for (std::size_t posts = chance.below(60); posts > 0 && then < now; --posts) {
    publish(chance, then);
    then += std::chrono::seconds{chance.below(2 * 3600)};
  }
}

void XNetwork::live_on(Chance& chance, UtcTime now) {
  now_ = now;
  switch (chance.below(8)) {
    case 0:
      return edit(chance, now);
    case 1: {
      if (live_.empty()) return;
      const std::size_t chosen = chance.below(live_.size());
      api_.posts.remove(live_[chosen]);
      live_.erase(live_.begin() + static_cast<std::ptrdiff_t>(chosen));
      return;
    }
    case 2: {  // a burst of one second
      for (std::size_t posts = chance.below(40); posts > 0; --posts) publish(chance, now);
      return;
    }
    default:
      return publish(chance, now);
  }
}

void XNetwork::publish(Chance& chance, UtcTime created_at) {
  XTestPost post;
  post.text = fmt::format("Kindness number {} #{}", ++serial_, chance.one_in(2) ? "NHSvalues" : "nhsvalues");
  post.created_at = created_at;
  post.author = fmt::format("amy{}", chance.below(5));
  const std::string id = api_.posts.publish(post);
  live_.push_back(id);
  ever_.insert(id);
}

void XNetwork::edit(Chance& chance, UtcTime now) {
  if (live_.empty()) return;
  const std::string& id = live_[chance.below(live_.size())];
  if (api_.posts.may_edit(id, now))
    api_.posts.edit(id, fmt::format("Kindness, edited at {} #NHSvalues", format_utc(now)), now);
}

CappedXNetwork::CappedXNetwork(Chance& chance)
    : XNetwork(chance), allowance_{std::nullopt, std::nullopt, TimeZone::named("UTC").value()} {
  constexpr std::int64_t kPostsAtMost = 100;
  allowance_.page_at_most = kPostsAtMost * (XBill::kPost + XBill::kAuthor);
  // From one page to what no schedule uses up, and never a round number of pages.
  allowance_.per_day = allowance_.page_at_most + static_cast<std::int64_t>(chance.below(20'000'000));
  if (chance.one_in(3)) allowance_.per_month = 2 * *allowance_.per_day;
}

}  // namespace nhs::test
