#include "collector/sources/x_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "collector/sources/x_source.h"

namespace nhs::collector {
namespace {

std::int64_t millionths(double dollars) { return std::llround(dollars * 1e6); }

XDialect dialect_of(const std::string& name) {
  if (name == "tweet") return XDialect::tweet;
  return name == "post" ? XDialect::post : XDialect::either;
}

std::int64_t price_with_author(const config::XSettings& settings) {
  return millionths(settings.price_per_post) + (settings.authors ? millionths(settings.price_per_author) : 0);
}

/// An eighth of what may be spent, so that a search fits at its dearest although rechecks have their share
/// and others went before it. A page of fewer posts costs less, and no post costs more by it.
int page_limit(const config::XSettings& settings) {
  const std::int64_t each = std::max<std::int64_t>(price_with_author(settings), 1);
  const std::int64_t limit = millionths(std::min(settings.spend_per_day, settings.spend_per_month));
  return static_cast<int>(std::clamp<std::int64_t>(limit / 8 / each, kXSmallestPage, kXPageLimit));
}

Result<Allowance> allowance_of(const config::XSettings& settings) {
  auto utc = TimeZone::named("UTC");
  if (!utc) return tl::unexpected<Error>(utc.error());
  Allowance allowance{millionths(settings.spend_per_day), millionths(settings.spend_per_month),
                      *std::move(utc)};
  const std::int64_t each = price_with_author(settings);
  allowance.page_at_most = page_limit(settings) * each;
  return allowance;
}

}  // namespace

Result<MadeSource> make_x(const config::SourceConfig& source, const config::Config& config,
                          std::string bearer) {
  for (const std::string& topic : source.topics.empty() ? config.topics : source.topics)
    // Counted in bytes, which are never fewer than the characters that X counts.
    if (x_query(topic).size() > kLongestXQuery)
      return fail(ExitStatus::configuration,
                  fmt::format("{}: topics: a hashtag of {} bytes is too long for X's search: shorten it, or "
                              "give the source topics of its own",
                              source.name, topic.size()));
  auto allowance = allowance_of(source.x);
  if (!allowance) return tl::unexpected<Error>(allowance.error());
  XOptions options;
  options.url = source.url;
  options.bearer = std::move(bearer);
  options.dialect = dialect_of(source.x.dialect);
  options.authors = source.x.authors;
  options.backfill = source.backfill;
  options.page_limit = page_limit(source.x);
  options.price_per_post = millionths(source.x.price_per_post);
  options.price_per_author = millionths(source.x.price_per_author);
  MadeSource made;
  made.source = make_x_source(std::move(options));
  made.allowance = *std::move(allowance);
  return made;
}

}  // namespace nhs::collector
