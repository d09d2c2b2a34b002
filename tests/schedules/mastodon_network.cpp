#include "tests/schedules/mastodon_network.h"

#include <fmt/format.h>

#include <vector>

#include "collector/sources/mastodon_source.h"
#include "core/text.h"
#include "tests/support/status.h"

namespace nhs::test {
namespace {

using namespace std::chrono_literals;

const std::string kDomain = "social.example";
const std::string kUrl = "https://social.example";

}  // namespace

MastodonNetwork::MastodonNetwork(Chance& chance)
    : ids_(chance.one_in(3) ? IdStyle::ulid : IdStyle::snowflake), api_(kDomain, ids_) {
  api_.quirks.page_limit = 1 + chance.below(12);
  api_.quirks.min_id_is_since_id = chance.one_in(4);
  api_.quirks.unknown_tag_is_404 = chance.one_in(3);
  api_.quirks.keep_edited_in_timelines = true;
}

std::unique_ptr<const collector::Source> MastodonNetwork::source() const {
  collector::MastodonOptions options;
  options.url = base_url;
  return collector::make_mastodon_source(options);
}

Reply MastodonNetwork::answer(const SeenRequest& request, UtcTime /*now*/) {
  return api_.answer(request, base_url);
}

void MastodonNetwork::begin(Chance& chance, UtcTime now) {
  for (std::size_t posts = chance.below(60); posts > 0; --posts)
    publish(chance, now - std::chrono::seconds{chance.below(3 * 24 * 3600)});
}

void MastodonNetwork::live_on(Chance& chance, UtcTime now) {
  switch (chance.below(8)) {
    case 0:
      return edit(chance, now);
    case 1:
      return remove(chance);
    case 2:  // late by federation
      return publish(chance,
                     now - std::chrono::seconds{chance.below(static_cast<std::size_t>(kFound.count()))});
    case 3: {  // a burst of one second
      for (std::size_t posts = chance.below(30); posts > 0; --posts) publish(chance, now);
      return;
    }
    case 4:
      api_.quirks.page_limit = 1 + chance.below(40);
      return;
    default:
      return publish(chance, now);
  }
}

void MastodonNetwork::publish(Chance& chance, UtcTime created_at) {
  std::string id;
  do {
    id = local_id(ids_, created_at, serial_++);
  } while (api_.timelines.has_id(id));
  Status status;
  status.names = {id, fmt::format("{}/users/amy/statuses/{}", kUrl, id), fmt::format("{}/@amy/{}", kUrl, id)};
  status.post.text =
      fmt::format("Kindness number {} #{}", serial_, chance.one_in(2) ? "NHSvalues" : "nhsVALUES");
  status.post.created_at = created_at;
  status.tags = hashtags_in(status.post.text);
  render(status, kDomain, ids_);
  live_.emplace(status.names.uri, created_at);
  ever_.insert(status.names.uri);
  api_.timelines.add(std::move(status));
  api_.feeds.changed();
}

const std::string* MastodonNetwork::any_since(Chance& chance, UtcTime since) const {
  std::vector<const std::string*> recent;
  for (const auto& [uri, created_at] : live_)
    if (created_at >= since) recent.push_back(&uri);
  return recent.empty() ? nullptr : recent[chance.below(recent.size())];
}

/// One in three edits takes the tag away.
void MastodonNetwork::edit(Chance& chance, UtcTime now) {
  const std::string* chosen = any_since(chance, now - kFound);
  if (chosen == nullptr) return;
  const std::string uri = *chosen;
  const std::vector<std::string> before = api_.timelines.tags_listing(uri);
  Status status = api_.timelines.take(uri);
  // Servers date edits to the second here: two within one are one.
  if (status.edited_at && *status.edited_at >= now) {
    api_.timelines.add(std::move(status));
    return;
  }
  const bool untagged = chance.one_in(3);
  status.post.text = fmt::format("Kindness, edited at {}{}", format_utc(now), untagged ? "" : " #NHSvalues");
  status.tags = hashtags_in(status.post.text);
  status.edited_at = now;
  render(status, kDomain, ids_);
  api_.timelines.add(std::move(status));
  for (const std::string& tag : before) api_.timelines.list_under(tag, uri);
  api_.feeds.changed();
}

void MastodonNetwork::remove(Chance& chance) {
  const std::string* chosen = any_since(chance, UtcTime{});
  if (chosen == nullptr) return;
  const std::string uri = *chosen;
  api_.timelines.take(uri);
  live_.erase(uri);
  api_.feeds.changed();
}

std::map<std::string, std::string> MastodonNetwork::in_reach() const {
  std::map<std::string, std::string> posts;
  for (const auto& [uri, created_at] : live_) {
    const Status* status = api_.timelines.find(uri);
    if (!status->tags.empty()) posts.emplace(uri, status->post.text);
  }
  return posts;
}

}  // namespace nhs::test
