#include "tests/support/x_posts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string_view>

#include "core/text.h"

namespace nhs::test {
namespace {

constexpr std::int64_t kEpoch = 1288834974657;
constexpr std::size_t kLongestShownText = 280;
constexpr std::size_t kMostVersions = 6;
constexpr std::chrono::minutes kEditable{30};

struct Link {
  std::string shortened;
  std::string address;
};

/// What stands in the API's `text`.
struct WireText {
  std::string text;
  std::vector<Link> links;
};

std::string shortened(const std::string& address) {
  return fmt::format("https://t.co/{:010x}", std::hash<std::string>{}(address)&0xFFFFFFFFFFU);
}

std::string with_entities(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

WireText with_short_links(std::string_view text) {
  WireText wire;
  while (!text.empty()) {
    const std::size_t start = std::min(text.find("http"), text.size());
    wire.text += with_entities(text.substr(0, start));
    text.remove_prefix(start);
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    if (word.starts_with("https://") || word.starts_with("http://")) {
      const std::string address(word);
      wire.links.push_back({shortened(address), address});
      wire.text += wire.links.back().shortened;
    } else {
      wire.text += with_entities(word);
    }
    text.remove_prefix(word.size());
  }
  return wire;
}

void add_link(WireText& wire, const std::string& address) {
  wire.links.push_back({shortened(address), address});
  wire.text += (wire.text.empty() ? "" : " ") + wire.links.back().shortened;
}

WireText on_the_wire(const XStoredPost& stored) {
  const XTestPost& post = stored.post;
  WireText wire = with_short_links(post.text);
  if (post.picture)
    add_link(wire, fmt::format("https://x.com/{}/status/{}/photo/1", post.author, stored.newest()));
  if (!post.quotes.empty()) add_link(wire, "https://twitter.com/someone/status/" + post.quotes);
  return wire;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string first_code_points(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size() && count > 0) {
    end += character_at(text, end).length;
    --count;
  }
  return std::string(text.substr(0, end));
}

/// `start` and `end` of a part, in code points.
void write_place(JsonWriter& json, std::string_view text, std::string_view part) {
  const std::size_t at = std::min(text.find(part), text.size());
  const auto start = static_cast<std::int64_t>(code_points(text.substr(0, at)));
  json.key("start").integer(start).key("end").integer(start + static_cast<std::int64_t>(code_points(part)));
}

void write_entities(JsonWriter& json, const WireText& wire, bool with_tags) {
  json.key("entities").begin_object().key("hashtags").begin_array();
  if (with_tags) {
    for (const std::string& tag : hashtags_in(wire.text)) {
      json.begin_object();
      write_place(json, wire.text, "#" + tag);
      json.key("tag").text(tag).end_object();
    }
  }
  json.end_array().key("urls").begin_array();
  for (const Link& link : wire.links) {
    json.begin_object();
    write_place(json, wire.text, link.shortened);
    json.key("url").text(link.shortened).key("expanded_url").text(link.address);
    json.key("display_url").text(link.address.substr(link.address.find("//") + 2)).end_object();
  }
  json.end_array().end_object();
}

void write_references(JsonWriter& json, const XTestPost& post, XNames names) {
  if (post.in_reply_to.empty() && post.quotes.empty() && post.retweets.empty()) return;
  json.key(names == XNames::tweet ? "referenced_tweets" : "referenced_posts").begin_array();
  const auto write = [&](const char* type, const std::string& id) {
    if (!id.empty()) json.begin_object().key("type").text(type).key("id").text(id).end_object();
  };
  write("retweeted", post.retweets);
  write("quoted", post.quotes);
  write("replied_to", post.in_reply_to);
  json.end_array();
}

/// X's dates have milliseconds.
std::string date_of(std::uint64_t id) {
  const std::chrono::milliseconds since_1970{x_snowflake_milliseconds(id)};
  const auto second = std::chrono::floor<std::chrono::seconds>(since_1970);
  const std::string utc = format_utc(UtcTime{second});
  return fmt::format("{}.{:03}Z", utc.substr(0, utc.size() - 1), (since_1970 - second).count());
}

[[noreturn]] void mistake(const std::string& what) { throw std::logic_error("X: " + what); }

}  // namespace

std::uint64_t x_snowflake(UtcTime created_at, std::uint64_t serial) {
  const std::chrono::milliseconds since_1970 = created_at.time_since_epoch();
  return (static_cast<std::uint64_t>(since_1970.count() - kEpoch) << 22U) | (serial & 0x3FFFFFU);
}

std::int64_t x_snowflake_milliseconds(std::uint64_t id) {
  return static_cast<std::int64_t>(id >> 22U) + kEpoch;
}

std::string x_account_id(const std::string& username) {
  return std::to_string(100'000'000'000U + (std::hash<std::string>{}(username)&0xFFFFFFFFU));
}

void write_x_post(JsonWriter& json, const XStoredPost& stored, const XFields& fields) {
  const WireText wire = on_the_wire(stored);
  const bool is_long = code_points(stored.post.text) > kLongestShownText;
  WireText shown = wire;
  if (is_long) {
    shown.text = first_code_points(wire.text, kLongestShownText - 5) + "…";
    std::erase_if(shown.links,
                  [&](const Link& link) { return shown.text.find(link.shortened) == std::string::npos; });
  }
  const bool old_names = fields.names == XNames::tweet;
  json.begin_object().key("id").text(std::to_string(stored.newest())).key("text").text(shown.text);
  json.key(old_names ? "edit_history_tweet_ids" : "edit_history_post_ids").begin_array();
  for (const std::uint64_t id : stored.versions) json.text(std::to_string(id));
  json.end_array();
  if (fields.author) json.key("author_id").text(x_account_id(stored.post.author));
  if (fields.others) {
    json.key("created_at").text(date_of(stored.newest())).key("lang").text(stored.post.language);
    write_entities(json, shown, true);
    write_references(json, stored.post, fields.names);
    if (stored.post.withheld) {
      json.key("withheld").begin_object().key("copyright").boolean(true);
      json.key("country_codes").begin_array().text("XY").end_array().end_object();
    }
    if (is_long) {
      json.key(old_names ? "note_tweet" : "note_post").begin_object().key("text").text(wire.text);
      write_entities(json, wire, true);
      json.end_object();
    }
  }
  json.end_object();
}

std::string XPosts::publish(const XTestPost& post) {
  const std::uint64_t id = x_snowflake(post.created_at, serial_++);
  if (!first_of_.emplace(id, id).second) mistake("two posts have one id");
  posts_.emplace(id, XStoredPost{post, {id}});
  return std::to_string(id);
}

XPosts::ByFirstVersion::const_iterator XPosts::find(const std::string& id) const {
  const auto first = first_of_.find(std::stoull(id));
  if (first == first_of_.end()) mistake("no such post");
  return posts_.find(first->second);
}

bool XPosts::may_edit(const std::string& id, UtcTime at) const {
  const XStoredPost& stored = find(id)->second;
  return stored.versions.size() < kMostVersions && at >= stored.post.created_at &&
         at <= stored.post.created_at + kEditable && x_snowflake(at, 0x3FFFFF) > stored.newest();
}

std::string XPosts::edit(const std::string& id, const std::string& text, UtcTime at) {
  if (!may_edit(id, at)) mistake("this post cannot be edited any more");
  XStoredPost& stored = posts_.at(find(id)->first);
  const std::uint64_t version = x_snowflake(at, serial_++);
  if (version <= stored.newest()) mistake("an edit must be newer than what it changes");
  first_of_.emplace(version, stored.versions.front());
  stored.versions.push_back(version);
  stored.post.text = text;
  return std::to_string(version);
}

void XPosts::remove(const std::string& id) {
  const auto found = find(id);
  for (const std::uint64_t version : found->second.versions) first_of_.erase(version);
  posts_.erase(found);
}

void XPosts::protect(const std::string& author, bool is_protected) { protected_[author] = is_protected; }

std::vector<const XStoredPost*> XPosts::newest_first() const {
  std::vector<const XStoredPost*> found;
  for (const auto& [first, stored] : posts_) {
    const auto hidden = protected_.find(stored.post.author);
    if (hidden == protected_.end() || !hidden->second) found.push_back(&stored);
  }
  std::sort(found.begin(), found.end(),
            [](const XStoredPost* a, const XStoredPost* b) { return a->newest() > b->newest(); });
  return found;
}

}  // namespace nhs::test
