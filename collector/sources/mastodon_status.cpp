#include "collector/sources/mastodon_status.h"

#include "collector/sources/author_spelling.h"
#include "collector/sources/feed_date.h"
#include "collector/sources/html_text.h"
#include "collector/sources/plausible_date.h"
#include "collector/sources/post_text.h"
#include "collector/sources/tidy_text.h"
#include "collector/sources/web_address.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

/// Snowflakes have 18 digits, ULIDs 26; what is far longer is no id.
constexpr std::size_t kLongestStatusId = 128;

/// Profiles hold some hundred characters; what stands behind thousands of them is not meant for us to find.
constexpr std::size_t kLongestNote = 8'192;

DecodedStatus unreadable(DecodedStatus status, std::string cause) {
  status.verdict = StatusVerdict::unreadable;
  status.cause = std::move(cause);
  return status;
}

bool opts_out(JsonView account) {
  const std::string note = html_text(account["note"].text().value_or("").substr(0, kLongestNote));
  return carries_topic(note, {}, "nobot");
}

/// Servers before 4.2 know nothing of `indexable`, and some pass neither on: they do not say.
std::optional<bool> may_be_quoted(JsonView account) {
  const auto noindex = account["noindex"].boolean();
  const auto indexable = account["indexable"].boolean();
  if (noindex == true || indexable == false) return false;
  return indexable;
}

/// `@amy@social.example`: `acct` is without host for the server's own accounts.
std::string handle(JsonView account, std::string_view server_host) {
  const std::string acct = tidy_text(account["acct"]);
  if (acct.empty()) return {};
  if (acct.find('@') != std::string::npos) return "@" + acct;
  const std::string host = host_of(account["url"].text_or_empty());
  return "@" + acct + "@" + (host.empty() ? std::string{server_host} : host);
}

std::vector<std::string> tag_names(JsonView tags) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < tags.size(); ++i)
    if (std::string name = tidy_text(tags.at(i)["name"]); !name.empty()) names.push_back(std::move(name));
  return names;
}

Post post_of(JsonView status, std::string_view server_host, UtcTime now) {
  Post post;
  post.network = "mastodon";
  const std::string uri = tidy_text(status["uri"]);
  const std::string url = tidy_text(status["url"]);
  post.id = uri.empty() ? url : uri;
  post.url = resolved("", url.empty() ? uri : url);
  post.author = handle(status["account"], server_host);
  post.text = post_text(tidy_text(status["spoiler_text"]), html_text(status["content"].text().value_or("")));
  post.created_at = plausible_date(parse_feed_date(status["created_at"].text_or_empty()), now);
  post.edited_at = plausible_date(parse_feed_date(status["edited_at"].text_or_empty()), now);
  post.language = tidy_text(status["language"]);
  post.tags = tags_as_written(tag_names(status["tags"]), post.text);
  post.local_id = tidy_text(status["id"]);
  post.quotable = may_be_quoted(status["account"]);
  return post;
}

}  // namespace

DecodedStatus decode_status(JsonView status, std::string_view server_host, UtcTime now) {
  DecodedStatus decoded;
  if (!status.is_object()) return unreadable(std::move(decoded), "a status is not a JSON object");
  const std::string id = tidy_text(status["id"]);
  if (id.empty() || id.size() > kLongestStatusId)
    return unreadable(std::move(decoded), "a status has no usable id");
  decoded.local_id = id;
  decoded.created_at = plausible_date(parse_feed_date(status["created_at"].text_or_empty()), now);
  const std::string visibility = tidy_text(status["visibility"]);
  if (visibility != "public" && visibility != "unlisted") {
    if (visibility.empty()) return unreadable(std::move(decoded), "a status does not say who may see it");
    decoded.verdict = StatusVerdict::not_public;
    return decoded;
  }
  if (status["reblog"].is_object()) {
    decoded.verdict = StatusVerdict::boost;
    return decoded;
  }
  if (!status["account"].is_object()) return unreadable(std::move(decoded), "a status has no account");
  if (!status["content"].text()) return unreadable(std::move(decoded), "a status has no content");
  if (tidy_text(status["uri"]).empty() && tidy_text(status["url"]).empty())
    return unreadable(std::move(decoded), "a status has neither uri nor url");
  decoded.verdict = opts_out(status["account"]) ? StatusVerdict::opted_out : StatusVerdict::keep;
  decoded.post = post_of(status, server_host, now);
  return decoded;
}

bool id_before(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

}  // namespace nhs::collector
