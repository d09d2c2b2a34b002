#include "cli/export_rows.h"

#include <fmt/format.h>

#include "core/text.h"
#include "report/json_members.h"
#include "report/posts_view.h"

namespace nhs::cli {
namespace {

/// By hashes: equal posts and people stay equal, and nobody is named.
privacy::Identity pseudonyms_of(const store::StoredPost& post) {
  return {privacy::to_text(post.key), "", post.author_key ? privacy::to_text(*post.author_key) : ""};
}

/// The originals; the hash of what was never known otherwise.
Result<privacy::Identity> originals_of(const store::StoredPost& post, const privacy::Pseudonymiser& key) {
  privacy::Identity named = pseudonyms_of(post);
  if (post.sealed.empty()) return named;
  const auto original = key.unseal_identity(post.sealed);
  if (!original)
    return fail(ExitStatus::configuration,
                fmt::format("{}: this post was sealed by another key than the one at hand", post.ref));
  if (!original->id.empty()) named.id = original->id;
  if (!original->author.empty()) named.author = original->author;
  named.url = original->url;
  return named;
}

/// One post as import reads it.
void write_post(JsonWriter& json, const store::StoredPost& post, const privacy::Identity& named) {
  json.begin_object().key("network").text(post.network).key("id").text(named.id);
  report::write_text_or_null(json, "url", named.url);
  report::write_text_or_null(json, "author", named.author);
  json.key("text").text(post.text);
  report::write_time(json, "created_at", post.created_at);
  report::write_text_or_null(json, "language", post.language);
  report::write_texts(json, "tags", post.tags);
  json.key("in_reply_to").null();
  report::write_time(json, "edited_at", post.edited_at);
  if (!post.quotable) json.key("quotable").boolean(false);
  json.end_object();
}

}  // namespace

std::string ExportRows::head() const {
  if (!form_.csv) return {};
  return (form_.byte_order_mark ? std::string{kByteOrderMark} : std::string{}) + report::exported_csv_head();
}

std::string ExportRows::opening() const { return form_.csv ? head() : R"({"network":)"; }

Result<std::string_view> ExportRows::of(const store::StoredPost& post) {
  const auto named = key_ == nullptr ? pseudonyms_of(post) : originals_of(post, *key_);
  if (!named) return tl::unexpected(named.error());
  if (form_.csv) {
    row_ = report::exported_csv_row(post, named->id, named->author);
    return row_;
  }
  json_.clear();
  write_post(json_, post, *named);
  row_ = json_.str();
  row_ += '\n';
  return row_;
}

}  // namespace nhs::cli
