#include "tests/schedules/json_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "collector/sources/json_source.h"
#include "config/service_file.h"
#include "core/json.h"

namespace nhs::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

seconds within(Chance& chance, seconds span) {
  return seconds{chance.below(static_cast<std::size_t>(span.count()))};
}

}  // namespace

JsonNetwork::JsonNetwork(Chance& chance)
    : by_time_(chance.one_in(2)),
      index_by_arrival_(!by_time_ && chance.one_in(2)),
      since_(!chance.one_in(3)),
      page_(4 + chance.below(12)),
      most_pages_(2 + chance.below(5)) {}

std::unique_ptr<const collector::Source> JsonNetwork::source() const {
  std::string toml =
      "name = \"Model\"\nnetwork = \"model\"\n[items]\npath = \"/found/items\"\n"
      "[map]\nid = \"/id\"\ntext = \"/text\"\ncreated_at = \"/at\"\ntime_format = \"unix\"\n";
  toml += fmt::format("[request]\nurl = \"{}/search?q={{tag}}{}[?&page={{page}}?]\"\n", base_url,
                      since_ ? "[?&since={since}?]" : "");
  toml += fmt::format("[paging]\nmax_pages = {}\n{}\n", most_pages_,
                      by_time_ ? "mode = \"until_time\"" : "mode = \"token\"\nnext = \"/found/next\"");
  toml += fmt::format("[catch_up]\ntime_format = \"unix\"\nmode = \"{}\"\n", since_ ? "since_time" : "none");
  auto service = config::parse_service(toml, "model.toml", {}, false);
  if (!service) throw std::logic_error{service.error().lines.front()};
  collector::JsonOptions options;
  options.service = *std::move(service);
  return collector::make_json_source(std::move(options));
}

/// A token is the place of the page's last item, so that what comes or goes shifts no page.
Reply JsonNetwork::answer(const SeenRequest& request, UtcTime /*now*/) {
  const auto since = request.parameter("since");
  const auto page = request.parameter("page");
  first_walk_lives_ = first_walk_lives_ || page;
  if (!since && !page && !first_walk_lives_) {
    behind_.clear();
    for (std::size_t i = page_ * most_pages_ / 2; i < index_.size(); ++i) behind_.insert(index_[i].id);
  }
  Reply reply;
  JsonWriter json;
  json.begin_object().key("found").begin_object().key("items").begin_array();
  std::size_t given = 0;
  std::string next;
  for (std::size_t i = 0; i < index_.size(); ++i) {
    const Item& item = index_[i];
    const std::string place = fmt::format("{:012}.{:06}", item.stands_at.time_since_epoch().count(), item.id);
    if (page && !by_time_ && place >= *page) continue;
    const auto date = item.created_at.time_since_epoch().count();
    if (page && by_time_ && date >= std::stoll(*page)) continue;
    if (since && date < std::stoll(*since)) continue;
    if (given == page_) break;
    json.begin_object().key("id").integer(item.id).key("text").text(item.text).key("at").integer(date);
    json.end_object();
    if (++given == page_) next = place;
  }
  json.end_array().key("next").text(next).end_object().end_object();
  reply.body = std::string{json.str()};
  return reply;
}

void JsonNetwork::begin(Chance& chance, UtcTime now) {
  for (std::size_t posts = chance.below(60); posts > 0; --posts)
    publish(index_by_arrival_ ? now : now - within(chance, 72h), now);
}

void JsonNetwork::live_on(Chance& chance, UtcTime now) {
  switch (chance.below(7)) {
    case 0:
      return edit(chance, now);
    case 1:
      return remove(chance);
    case 2:
      return publish_late(chance, now);
    case 3: {  // more than one run reads
      int back = 0;
      for (std::size_t posts = chance.below(60); posts > 0; --posts) publish(now - seconds{back++}, now);
      return;
    }
    default:
      return publish(now, now);
  }
}

/// Pages that go by time cannot part posts of one second.
void JsonNetwork::publish(UtcTime created_at, UtcTime now) {
  const auto is_taken = [&](const Item& other) { return other.created_at == created_at; };
  while (by_time_ && std::any_of(index_.begin(), index_.end(), is_taken)) created_at -= seconds{1};
  Item item{++serial_, created_at, index_by_arrival_ ? now : created_at, ""};
  item.text = fmt::format("Kindness number {} #NHSvalues", serial_);
  ever_.insert(std::to_string(item.id));
  const auto is_older = [&item](const Item& other) { return other.stands_at <= item.stands_at; };
  index_.insert(std::find_if(index_.begin(), index_.end(), is_older), item);
}

/// Where it stands among the new, no `since` may hide it, and not a whole page is dated back.
void JsonNetwork::publish_late(Chance& chance, UtcTime now) {
  const bool any_age = index_by_arrival_ && !since_;
  if (any_age && serial_ < last_late_ + static_cast<int>(page_)) return publish(now, now);
  publish(now - within(chance, any_age ? seconds{24h * 90} : kFound), now);
  last_late_ = serial_;
}

void JsonNetwork::edit(Chance& chance, UtcTime now) {
  if (index_.empty()) return;
  Item& item = index_[chance.below(index_.size())];
  if (item.stands_at > now - kFound && item.created_at > now - kFound)
    item.text = fmt::format("Kindness, edited at {} #NHSvalues", format_utc(now));
}

/// Nobody tells of it; what is stored may stay.
void JsonNetwork::remove(Chance& chance) {
  if (index_.empty() || (index_by_arrival_ && !since_)) return;
  index_.erase(index_.begin() + static_cast<std::ptrdiff_t>(chance.below(index_.size())));
}

std::map<std::string, std::string> JsonNetwork::in_reach() const {
  std::map<std::string, std::string> posts;
  for (const Item& item : index_)
    if (!behind_.contains(item.id)) posts.emplace(std::to_string(item.id), item.text);
  return posts;
}

}  // namespace nhs::test
