#include "tests/schedules/feed_network.h"

#include <fmt/format.h>

#include <algorithm>

#include "collector/sources/feed_source.h"
#include "tests/support/feed_document.h"

namespace nhs::test {

FeedNetwork::FeedNetwork(Chance& chance) : atom_(chance.one_in(2)), newest_(5 + chance.below(20)) {
  answers_.send_etag = !chance.one_in(4);
  answers_.send_last_modified = !chance.one_in(4);
}

std::unique_ptr<const collector::Source> FeedNetwork::source() const {
  collector::FeedOptions options;
  options.url = "https://news.example/feed.xml";
  return collector::make_feed_source(options);
}

Reply FeedNetwork::answer(const SeenRequest& request, UtcTime /*now*/) {
  return answers_.answer(request, atom_ ? atom_document("News", items_) : rss_document("News", items_),
                         "application/xml");
}

void FeedNetwork::begin(Chance& chance, UtcTime now) {
  for (std::size_t items = chance.below(newest_ + 3); items > 0; --items) publish(chance, now);
}

void FeedNetwork::publish(Chance& chance, UtcTime published) {
  FeedItem item;
  item.guid = fmt::format("https://news.example/{}", ++serial_);
  item.url = item.guid;
  item.title = fmt::format("Kindness number {}", serial_);
  item.text = "On the ward #NHSvalues";
  item.published = published;
  ever_.insert(item.guid);
  const auto place = chance.one_in(4) ? chance.below(items_.size() + 1) : 0;
  items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(place), std::move(item));
  if (items_.size() > newest_) items_.pop_back();
  answers_.changed();
}

void FeedNetwork::live_on(Chance& chance, UtcTime now) {
  if (items_.empty() || chance.one_in(2)) return publish(chance, now);
  FeedItem& item = items_[chance.below(items_.size())];
  switch (chance.below(3)) {
    case 0:  // written anew, without a word
      item.text = fmt::format("Changed at {} #NHSvalues", format_utc(now));
      break;
    case 1:  // "bumped"
      item.published = now;
      break;
    default:
      for (std::size_t i = items_.size(); i > 1; --i) std::swap(items_[i - 1], items_[chance.below(i)]);
  }
  answers_.changed();
}

std::map<std::string, std::string> FeedNetwork::in_reach() const {
  std::map<std::string, std::string> posts;
  for (const FeedItem& item : items_) posts.emplace(item.guid, item.title + "\n\n" + item.text);
  return posts;
}

}  // namespace nhs::test
