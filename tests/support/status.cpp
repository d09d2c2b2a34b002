#include "tests/support/status.h"

#include <zlib.h>

#include "core/json.h"
#include "core/text.h"
#include "tests/support/status_html.h"

namespace nhs::test {
namespace {

struct Account {
  std::string username;
  std::string domain;
  bool local;

  std::string acct() const { return local ? username : username + "@" + domain; }
  std::string url() const { return "https://" + domain + "/@" + username; }
  std::string uri() const { return "https://" + domain + "/users/" + username; }
  /// Stable and the server's own, as its database would number it.
  std::string id() const {
    const std::string key = uri();
    return std::to_string(
        crc32(0, reinterpret_cast<const Bytef*>(key.data()), static_cast<uInt>(key.size())));
  }
};

Account account_of(const std::string& author, const std::string& domain) {
  const std::size_t at = author.find('@');
  if (at == std::string::npos) return {author, domain, true};
  return {author.substr(0, at), author.substr(at + 1), author.substr(at + 1) == domain};
}

std::string written(UtcTime time, IdStyle style) {
  const std::string utc = format_utc(time);
  return utc.substr(0, utc.size() - 1) + (style == IdStyle::ulid ? "+00:00" : ".000Z");
}

void write_text(JsonWriter& json, std::string_view name, std::string_view value) {
  json.key(name).text(value);
}
void write_flag(JsonWriter& json, std::string_view name, bool value) { json.key(name).boolean(value); }
void write_number(JsonWriter& json, std::string_view name, std::int64_t value) {
  json.key(name).integer(value);
}
void write_null(JsonWriter& json, std::string_view name) { json.key(name).null(); }
void write_empty_list(JsonWriter& json, std::string_view name) { json.key(name).begin_array().end_array(); }

void write_account(JsonWriter& json, const TestPost& post, const std::string& domain) {
  const Account account = account_of(post.author, domain);
  json.key("account").begin_object();
  write_text(json, "id", account.id());
  write_text(json, "username", account.username);
  write_text(json, "acct", account.acct());
  write_text(json, "display_name", "");
  write_flag(json, "locked", false);
  write_flag(json, "bot", false);
  write_flag(json, "discoverable", true);
  if (post.indexable) write_flag(json, "indexable", *post.indexable);
  if (post.noindex) write_flag(json, "noindex", true);
  write_flag(json, "group", false);
  write_text(json, "created_at", "2022-11-06T00:00:00.000Z");
  write_text(json, "note", "<p>Invented account.</p>");
  write_text(json, "url", account.url());
  write_text(json, "uri", account.uri());
  for (const char* image : {"avatar", "avatar_static"})
    write_text(json, image, "https://" + domain + "/avatars/missing.png");
  for (const char* image : {"header", "header_static"})
    write_text(json, image, "https://" + domain + "/headers/missing.png");
  write_number(json, "followers_count", 12);
  write_number(json, "following_count", 30);
  write_number(json, "statuses_count", 401);
  write_text(json, "last_status_at", "2026-11-20");
  write_empty_list(json, "emojis");
  write_empty_list(json, "fields");
  json.end_object();
}

void write_tags(JsonWriter& json, const std::vector<std::string>& tags, const std::string& domain) {
  json.key("tags").begin_array();
  for (const std::string& tag : tags) {
    json.begin_object();
    write_text(json, "name", tag_key(tag));
    write_text(json, "url", "https://" + domain + "/tags/" + tag_key(tag));
    json.end_object();
  }
  json.end_array();
}

void write_status(JsonWriter& json, const Status& status, const std::string& domain, IdStyle style) {
  json.begin_object();
  write_text(json, "id", status.names.id);
  write_text(json, "created_at", written(status.post.created_at, style));
  write_null(json, "in_reply_to_id");
  write_null(json, "in_reply_to_account_id");
  write_flag(json, "sensitive", false);
  write_text(json, "spoiler_text", "");
  write_text(json, "visibility", "public");
  if (status.post.language.empty()) {
    write_null(json, "language");
  } else {
    write_text(json, "language", status.post.language);
  }
  write_text(json, "uri", status.names.uri);
  write_text(json, "url", status.names.url);
  for (const char* count : {"replies_count", "reblogs_count", "favourites_count", "quotes_count"})
    write_number(json, count, 0);
  if (status.edited_at) {
    write_text(json, "edited_at", written(*status.edited_at, style));
  } else {
    write_null(json, "edited_at");
  }
  write_text(json, "content", status.html);
  write_null(json, "reblog");
  write_null(json, "application");
  write_account(json, status.post, domain);
  write_empty_list(json, "media_attachments");
  write_empty_list(json, "mentions");
  write_tags(json, status.tags, domain);
  write_empty_list(json, "emojis");
  for (const char* absent : {"card", "poll", "quote"}) write_null(json, absent);
  json.end_object();
}

}  // namespace

void render(Status& status, const std::string& domain, IdStyle style) {
  status.html = status_html(status.post.text, domain);
  JsonWriter json;
  write_status(json, status, domain, style);
  status.json = std::string(json.str());
}

}  // namespace nhs::test
