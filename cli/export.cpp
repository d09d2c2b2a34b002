#include "cli/context.h"
#include "cli/filter_options.h"
#include "core/json.h"
#include "privacy/pseudonymiser.h"

namespace nhs::cli {
namespace {

struct Options {
  FilterOptions filters;
  std::string format = "ndjson";
};

void write_or_null(JsonWriter& json, std::string_view key, const std::string& text) {
  json.key(key);
  if (text.empty())
    json.null();
  else
    json.text(text);
}

/// One post as import reads it. Identities are hashes: equal posts and people stay equal, and nobody is
/// named.
void write_post(JsonWriter& json, const store::StoredPost& post) {
  json.begin_object()
      .key("network")
      .text(post.network)
      .key("id")
      .text(privacy::to_text(post.key))
      .key("url")
      .null();
  write_or_null(json, "author", post.author_key ? privacy::to_text(*post.author_key) : "");
  json.key("text").text(post.text);
  write_or_null(json, "created_at", post.created_at ? format_utc(*post.created_at) : "");
  write_or_null(json, "language", post.language);
  json.key("tags").begin_array();
  for (const std::string& tag : post.tags) json.text(tag);
  json.end_array().key("in_reply_to").null();
  write_or_null(json, "edited_at", post.edited_at ? format_utc(*post.edited_at) : "");
  if (!post.quotable) json.key("quotable").boolean(false);
  json.end_object();
}

Result<ExitStatus> run(const Context& context, const Options& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  const auto filter = options.filters.filter(session->today);
  if (!filter) return tl::unexpected(filter.error());
  JsonWriter json;
  const auto written = session->reader.for_each_post(*filter, [&](const store::StoredPost& post) {
    json.clear();
    write_post(json, post);
    put(json.str());
    put("\n");
    return std::ferror(stdout) == 0;
  });
  if (!written) return tl::unexpected(written.error());
  return ExitStatus::done;
}

}  // namespace

void add_export(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "export", "Posts as lines of JSON that import reads again; people and posts are named by hashes");
  options->filters.add_to(*command);
  command->add_option("--format", options->format, "How to write them")
      ->check(CLI::IsMember({"ndjson"}))
      ->capture_default_str();
  command->callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
