#include <fmt/format.h>

#include <algorithm>

#include "cli/context.h"
#include "cli/filter_options.h"
#include "report/posts_view.h"

namespace nhs::cli {
namespace {

struct Options {
  FilterOptions filters;
  std::int64_t limit = 20;
  std::optional<std::int64_t> after;
  std::string format = "table";
};

Result<ExitStatus> run(const Context& context, const Options& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto filter = options.filters.filter(session->today);
  if (!filter) return tl::unexpected(filter.error());
  store::PostsQuery query;
  query.filter = *std::move(filter);
  // One more than is shown tells whether there are more.
  query.limit = options.limit + 1;
  query.after_ref = options.after;
  auto posts = session->reader.posts(query);
  if (!posts) return tl::unexpected(posts.error());
  const bool more = static_cast<std::int64_t>(posts->size()) > options.limit;
  if (more) posts->pop_back();

  if (options.format == "json")
    put(report::posts_json(*posts));
  else if (options.format == "ndjson")
    put(report::posts_ndjson(*posts));
  else if (options.format == "csv")
    put(report::posts_csv(*posts));
  else
    put(report::posts_table(*posts, session->zone, context.terminal()));
  if (options.format != "table") return ExitStatus::done;

  if (posts->empty()) {
    context.say(options.after ? "No more posts match." : "No posts match.");
  } else if (more && options.after) {
    context.say(fmt::format("\nMore: --after {}.", posts->back().ref));
  } else if (more) {
    const auto all = session->reader.count(query.filter);
    if (!all) return tl::unexpected(all.error());
    context.say(fmt::format("\nThe newest {} of {}. More: --limit {}, or --after {}.", posts->size(), *all,
                            std::min<std::int64_t>(*all, 1000), posts->back().ref));
  }
  return ExitStatus::done;
}

}  // namespace

void add_posts(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("posts", "The posts behind a number, newest first");
  options->filters.add_to(*command);
  command->add_option("--limit", options->limit, "How many at the most")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}))
      ->capture_default_str();
  command->add_option("--after", options->after, "Go on after the post of this reference")->type_name("REF");
  command->add_option("--format", options->format, "How to show them")
      ->check(CLI::IsMember({"table", "json", "ndjson", "csv"}))
      ->capture_default_str();
  command->callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
