#include <fmt/format.h>

#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/post_words.h"
#include "report/posts_view.h"

namespace nhs::report::page {
namespace {

Quote quote_of(const store::StoredPost& post, const PeriodReport& report) {
  const std::string text = cut_to(post.text, kMostColumnsInLists, true);
  if (report.for_public())
    // Day and number would lead others to the post.
    return {text, fmt::format("Somebody on {}, who agreed to be quoted", post.network), post.language};
  const std::string day = post.created_at ? format_day(report.zone.day_of(*post.created_at)) : "undated";
  return {post.quotable ? text : "Its author asks not to be found: read it with nhsvalues show.",
          fmt::format("{}, {}, number {}: {}", day, post.network, post.ref,
                      findings_in_words(post.classification)),
          post.quotable ? post.language : "en"};
}

}  // namespace

Section posts_to_read(const PeriodReport& report) {
  Section section{report.for_public() ? "In people's own words" : "Posts to read"};
  section.blocks.emplace_back(Paragraph{
      report.for_public()
          ? "These people agreed to be quoted. Their posts are examples, not a measure."
          : first_to_read(report) +
                "For each value the newest posts that say it was lived up to, and that it fell short. They are "
                "examples, not a measure. Posts that raised a concern are not among them: see nhsvalues "
                "concerns."});
  for (const store::StoredPost& post : report.to_read) section.blocks.emplace_back(quote_of(post, report));
  return section;
}

}  // namespace nhs::report::page
