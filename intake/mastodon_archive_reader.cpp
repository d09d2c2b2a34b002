#include "intake/mastodon_archive_reader.h"

#include <algorithm>
#include <array>

#include "collector/sources/author_spelling.h"
#include "collector/sources/feed_date.h"
#include "collector/sources/html_text.h"
#include "collector/sources/mastodon_permalink.h"
#include "collector/sources/plausible_date.h"
#include "collector/sources/post_text.h"
#include "collector/sources/tidy_text.h"
#include "collector/sources/web_address.h"
#include "core/json.h"

namespace nhs::intake {
namespace {

using collector::tidy_text;

/// A reference is an id, an object that has one, or a list of these (ActivityStreams 2.0, 4.1).
std::string id_of_reference(JsonView reference) {
  if (reference.size() > 0) reference = reference.at(0);
  return tidy_text(reference.is_object() ? reference["id"] : reference);
}

/// The ways to write it that JSON-LD allows.
bool is_everybody(JsonView recipient) {
  static constexpr std::array<std::string_view, 3> names = {"https://www.w3.org/ns/activitystreams#Public",
                                                            "as:Public", "Public"};
  return std::find(names.begin(), names.end(), recipient.text().value_or("")) != names.end();
}

bool is_public(JsonView object) {
  for (const char* recipients : {"to", "cc"}) {
    const JsonView list = object[recipients];
    if (is_everybody(list)) return true;
    for (std::size_t i = 0; i < list.size(); ++i)
      if (is_everybody(list.at(i))) return true;
  }
  return false;
}

bool is_post(JsonView object) {
  const std::string type = tidy_text(object["type"]);
  return type == "Note" || type == "Question" || type == "Article";
}

/// `@amy@social.example`, as the API writes it. Servers since 4.5 name accounts by number in their ids, so
/// the post's page is asked first.
std::string author_of(JsonView activity, JsonView note) {
  std::string account = id_of_reference(note["attributedTo"]);
  if (account.empty()) account = id_of_reference(activity["actor"]);
  for (const std::string& address : {id_of_reference(note["url"]), account})
    if (std::string author = collector::author_in_permalink(address); !author.empty()) return author;
  return account;
}

std::vector<std::string> hashtags(JsonView tags) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < tags.size(); ++i)
    if (tidy_text(tags.at(i)["type"]) == "Hashtag")
      if (std::string name = tidy_text(tags.at(i)["name"]); !name.empty()) names.push_back(std::move(name));
  return names;
}

/// The key of `contentMap`: of several the one that says what `content` says.
std::string language_of(JsonView note) {
  const JsonView map = note["contentMap"];
  const auto keys = map.keys();
  for (const std::string_view key : keys)
    if (keys.size() == 1 || map[key].text() == note["content"].text()) return std::string{key};
  return {};
}

Post post_of(JsonView activity, JsonView note, UtcTime now) {
  const auto time = [&](JsonView object, std::string_view key) {
    return collector::plausible_date(collector::parse_feed_date(object[key].text_or_empty()), now);
  };
  Post post;
  post.network = "mastodon";
  const std::string id = tidy_text(note["id"]);
  const std::string url = id_of_reference(note["url"]);
  post.id = id.empty() ? url : id;
  post.url = collector::resolved("", url.empty() ? id : url);
  post.author = author_of(activity, note);
  post.text = collector::post_text(tidy_text(note["summary"]),
                                   collector::html_text(note["content"].text().value_or("")));
  post.created_at = time(note, "published");
  if (!post.created_at) post.created_at = time(activity, "published");
  post.edited_at = time(note, "updated");
  if (post.edited_at && post.created_at && *post.edited_at <= *post.created_at) post.edited_at.reset();
  post.language = language_of(note);
  post.tags = collector::tags_as_written(hashtags(note["tag"]), post.text);
  post.in_reply_to = id_of_reference(note["inReplyTo"]);
  return post;
}

/// The post of an activity, why it has none, or nothing when that is no fault: then it was counted.
std::optional<ImportItem> read_activity(const JsonElement& element, UtcTime now, LeftOut& left_out) {
  if (!element.fault.empty()) return BadLine{element.number, element.fault};
  const auto document = JsonDocument::parse(element.json);
  if (!document) return BadLine{element.number, document.error().message};
  const JsonView activity = document->root();
  if (!activity.is_object()) return BadLine{element.number, "an activity is not a JSON object"};
  const std::string type = tidy_text(activity["type"]);
  const JsonView note = activity["object"];
  if (type == "Announce") {
    ++left_out.boosts;
  } else if (type.empty() || (type == "Create" && !note.is_object())) {
    return BadLine{element.number, "an activity without type, or without the post that it creates"};
  } else if (type != "Create" || !is_post(note)) {
    ++left_out.no_posts;
  } else if (!is_public(note)) {
    ++left_out.not_public;
  } else if (!note["content"].text()) {
    return BadLine{element.number, "a post has no content"};
  } else if (tidy_text(note["id"]).empty() && id_of_reference(note["url"]).empty()) {
    return BadLine{element.number, "a post has neither id nor url"};
  } else {
    return ImportedPost{element.number, post_of(activity, note, now)};
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<ImportReader>> MastodonArchiveReader::make(std::istream& in, UtcTime now) {
  auto elements = JsonElements::open(in, "orderedItems", kMaxImportLine);
  if (!elements)
    return fail(ExitStatus::bad_data,
                "not an outbox.json: of a Mastodon account's export, this is the file with the posts");
  return std::unique_ptr<ImportReader>{new MastodonArchiveReader{std::move(*elements), now}};
}

std::optional<ImportItem> MastodonArchiveReader::next() {
  while (const auto element = elements_.next())
    if (auto item = read_activity(*element, now_, left_out_)) return item;
  return std::nullopt;
}

}  // namespace nhs::intake
