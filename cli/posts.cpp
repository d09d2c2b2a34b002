#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "cli/answer_format.h"
#include "cli/choice.h"
#include "cli/context.h"
#include "cli/filter_options.h"
#include "cli/internal_output.h"
#include "cli/unknown_names.h"
#include "report/posts_view.h"

namespace nhs::cli {
namespace {

struct PostsOptions {
  FilterOptions filters;
  std::int64_t limit = 20;
  std::optional<std::int64_t> after;
  std::string order = "newest";
  std::string format = "table";
};

const std::map<std::string, store::Order> kOrders{{"newest", store::Order::newest_first},
                                                  {"oldest", store::Order::oldest_first},
                                                  {"strongest", store::Order::strongest_first}};

/// Counting on would take longer than finding: a common word is in millions of posts.
constexpr std::int64_t kMostCounted = store::kMaxRanked;

/// That there are more posts, and how to see them.
///
/// unclassified: of all; they stand in no count of trends.
std::string more_in_words(const PostsOptions& options, std::int64_t shown, std::int64_t all,
                          std::int64_t unclassified, std::int64_t last) {
  const std::string go_on = fmt::format("--after {}", last);
  if (options.after) return fmt::format("\nMore: {}.", go_on);
  const bool all_counted = all <= kMostCounted;
  return fmt::format("\nThe {} {} of {}{}{}. More: --limit {}, or {}.", options.order, shown,
                     all_counted ? "" : "more than ", all_counted ? all : kMostCounted,
                     unclassified > 0 ? fmt::format(" ({} not classified, in no share)", unclassified) : "",
                     std::min<std::int64_t>(all, 1000), go_on);
}

/// Posts whose time is over are in every count, and in no list.
Result<void> tell_of_those_without_texts(const Context& context, const store::Reader& reader,
                                         const store::Filter& filter) {
  const auto purged = reader.count_without_texts(filter);
  if (!purged) return tl::unexpected(purged.error());
  if (*purged == 0) return {};
  const auto answerable = reader.is_answerable_without_texts(filter);
  if (!answerable) return tl::unexpected(answerable.error());
  const bool one = *purged == 1;
  context.say(fmt::format("{}{} {} kept without text, for {} age (`nhsvalues retention`){}.", *purged,
                          *answerable ? " more"
                          : one       ? " post"
                                      : " posts",
                          one ? "is" : "are", one ? "its" : "their",
                          *answerable ? ": counted, not listed"
                          : one       ? ", and not searched: whether it matches cannot be told"
                                      : ", and not searched: whether they match cannot be told"));
  return {};
}

/// 0 where there are too many to count.
Result<std::int64_t> unclassified_of(const store::Reader& reader, store::Filter filter, std::int64_t all) {
  if (all > kMostCounted) return 0;
  filter.classified_only = true;
  const auto classified = reader.count(filter, all);
  if (!classified) return tl::unexpected(classified.error());
  return all - *classified;
}

/// What is told beside the posts.
Result<void> tell(const Context& context, const store::Reader& reader, const PostsOptions& options,
                  const store::Filter& filter, const std::vector<store::StoredPost>& posts, bool more) {
  const bool is_table = options.format == "table";
  const bool by_strength = options.order == "strongest";
  if (posts.empty() && is_table) context.say(options.after ? "No more posts match." : "No posts match.");
  if (is_table && !more)
    if (auto told = tell_of_those_without_texts(context, reader, filter); !told) return told;
  if (!by_strength && (!is_table || !more)) return {};
  // One page tells of itself that there is no more to count.
  const auto all = more ? reader.count(filter, kMostCounted + 1) : static_cast<std::int64_t>(posts.size());
  if (!all) return tl::unexpected(all.error());
  if (more && is_table) {
    const auto unclassified = unclassified_of(reader, filter, *all);
    if (!unclassified) return tl::unexpected(unclassified.error());
    context.say(more_in_words(options, static_cast<std::int64_t>(posts.size()), *all, *unclassified,
                              posts.back().ref));
  }
  if (by_strength && *all > store::kMaxRanked)
    context.say(
        fmt::format("Only the newest {} that match are ordered by strength; --until goes further back.",
                    store::kMaxRanked));
  return {};
}

Result<ExitStatus> run(const Context& context, const PostsOptions& options) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto filter = options.filters.filter(*session);
  if (!filter) return tl::unexpected(filter.error());
  store::PostsQuery query;
  query.filter = *std::move(filter);
  // One more than is shown tells whether there are more.
  query.limit = options.limit + 1;
  query.after_ref = options.after;
  query.order = kOrders.at(options.order);
  auto posts = session->reader.posts(query);
  if (!posts) return tl::unexpected(posts.error());
  const bool more = static_cast<std::int64_t>(posts->size()) > options.limit;
  if (more) posts->pop_back();

  put_as(
      options.format,
      {{"json", [&] { return report::posts_json(*posts); }},
       {"ndjson", [&] { return report::posts_ndjson(*posts); }},
       {"csv", [&] { return report::posts_csv(*posts); }},
       {"table", [&] { return internal(report::posts_table(*posts, session->zone, context.terminal())); }}});
  if (auto told = tell(context, session->reader, options, query.filter, *posts, more); !told)
    return tl::unexpected(told.error());
  if (posts->empty())
    if (auto told = tell_unknown_names(context, *session, query.filter); !told)
      return tl::unexpected(told.error());
  return ExitStatus::done;
}

}  // namespace

void add_posts(Command app, Context& context) {
  auto options = std::make_shared<PostsOptions>();
  Command command = app.add_subcommand("posts", "The posts behind a number, or those that --query finds");
  options->filters.add_to(command);
  command.add_option("--limit", options->limit, "How many at the most")
      .between(1, 1'000'000)
      .capture_default_str();
  command.add_option("--after", options->after, "Go on after the post of this reference").type_name("REF");
  command.add_option("--order", options->order, "Which come first; the strongest match --query best")
      .transform(one_of("order", {"newest", "oldest", "strongest"}))
      .capture_default_str();
  add_format_option(command, options->format, {"table", "json", "ndjson", "csv"});
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
