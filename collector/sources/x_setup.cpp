#include "collector/sources/x_setup.h"

#include <fmt/format.h>

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

Result<Allowance> allowance_of(const config::XSettings& settings) {
  auto utc = TimeZone::named("UTC");
  if (!utc) return tl::unexpected<Error>(utc.error());
  Allowance allowance{millionths(settings.spend_per_day), millionths(settings.spend_per_month),
                      *std::move(utc)};
  const std::int64_t author = settings.authors ? millionths(settings.price_per_author) : 0;
  allowance.page_at_most = kXPageLimit * (millionths(settings.price_per_post) + author);
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
  options.price_per_post = millionths(source.x.price_per_post);
  options.price_per_author = millionths(source.x.price_per_author);
  MadeSource made;
  made.source = make_x_source(std::move(options));
  made.allowance = *std::move(allowance);
  return made;
}

}  // namespace nhs::collector
