#include "report/pledges_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/finding_name.h"
#include "report/page/sections.h"
#include "report/page/wording.h"

namespace nhs::report::page {
namespace {

void add_row(Table& table, std::string name, const store::PledgeCounts& counts) {
  if (counts.posts > 0)
    table.rows.push_back(
        {std::move(name), grouped(counts.posts), grouped(counts.followed_up), grouped(counts.open())});
}

Table by_value(const store::Pledges& found) {
  Table table{"Pledges by value", {"Value", "Pledges", "Followed up", "Open"}, {}};
  for (const Value value : all_of<Value>())
    add_row(table, std::string{plain_name_of(value)}, found.values[index_of(value)]);
  add_row(table, "No value", found.no_value);
  return table;
}

Table by_maker(const store::Pledges& found) {
  Table table{"Pledges by who made them", {"Who", "Pledges", "Followed up", "Open"}, {}};
  store::PledgeCounts others = found.all;
  for (const store::PledgeMaker& maker : found.makers) {
    if (table.rows.size() == kPledgesListed) break;
    others.posts -= maker.counts.posts;
    others.followed_up -= maker.counts.followed_up;
    add_row(table,
            fmt::format("{} on {}{}", author_alias(maker.author), maker.network,
                        maker.sources.empty() ? "" : fmt::format(" ({})", fmt::join(maker.sources, ", "))),
            maker.counts);
  }
  add_row(table, "All others", others);
  return table;
}

std::string values_of(const Classification& classification) {
  std::vector<std::string> names;
  for (const ValueFinding& each : classification.values) names.emplace_back(plain_name_of(each.value));
  return names.empty() ? "No value" : fmt::format("{}", fmt::join(names, ", "));
}

Table newest(const PeriodReport& report) {
  Table table{"The newest pledges", {"Number", "Day", "Network", "Values", "What became of it"}, {}};
  for (const store::Pledge& pledge : report.inside->pledges.pledges) {
    if (table.rows.size() == kPledgesListed) break;
    const store::StoredPost& post = pledge.post;
    table.rows.push_back({fmt::format("{}", post.ref),
                          post.created_at ? format_day(report.zone.day_of(*post.created_at)) : "undated",
                          post.network, values_of(post.classification),
                          pledge.followed_up() ? "followed up" : "open"});
  }
  return table;
}

/// What posts made a pledge, of those that the report is on.
std::string how_many(const PeriodReport& report) {
  const store::Pledges& found = report.inside->pledges;
  const std::string among =
      report.filters.empty() ? std::string{} : fmt::format(" among the posts asked for ({})", report.filters);
  if (found.all.posts + found.without_texts == 0)
    return fmt::format("No pledge was made in this period{}.", among);
  std::vector<std::string> told;
  if (found.all.posts > 0)
    told.push_back(fmt::format(
        "{} made a pledge{}. Somebody has noted what became of {}. What a pledge says is shown by nhsvalues show "
        "NUMBER.",
        posts_in_words(found.all.posts), among,
        found.all.followed_up == 0 ? "none of them"
                                   : fmt::format("{} of them", grouped(found.all.followed_up))));
  const bool one = found.without_texts == 1;
  if (found.without_texts > 0 && found.without_texts_unsearched) {
    if (found.all.posts == 0)
      told.push_back(fmt::format("No pledge with a text was made in this period{}.", among));
    told.push_back(fmt::format(
        "{} of this time {} kept without text, for {} age (nhsvalues retention): whether {} what was asked for "
        "cannot be told.",
        one ? "1 pledge" : fmt::format("{} pledges", grouped(found.without_texts)), one ? "is" : "are",
        one ? "its" : "their", one ? "it matches" : "they match"));
  } else if (found.without_texts > 0) {
    told.push_back(fmt::format(
        "{} made a pledge and {} kept without text, for {} age (nhsvalues retention): what was noted of {} went, too.",
        found.all.posts > 0 ? fmt::format("{} more", grouped(found.without_texts))
                            : posts_in_words(found.without_texts),
        one ? "is" : "are", one ? "its" : "their", one ? "it" : "them"));
  }
  return fmt::format("{}", fmt::join(told, " "));
}

}  // namespace

Section pledges(const PeriodReport& report) {
  Section section{"Pledges"};
  // Those kept without texts are told even where no other post is known.
  if (!report.now.is_known() && !report.now.cannot_be_searched) {
    section.blocks.emplace_back(Paragraph{nothing_known_in_words(report.now)});
    return section;
  }
  if (report.for_public()) {
    const PublicCount& made = report.now.at(Cell::of(Kind::pledge));
    section.blocks.emplace_back(Paragraph{
        made.hidden        ? "How many posts made a pledge in this period is not shown."
        : made.number == 0 ? "No pledge was made in this period."
                           : fmt::format("In this period {} made a pledge.", posts_in_words(made))});
    return section;
  }
  const store::Pledges& found = report.inside->pledges;
  section.blocks.emplace_back(Paragraph{how_many(report)});
  if (found.all.posts == 0) return section;
  section.blocks.emplace_back(by_value(found));
  section.blocks.emplace_back(by_maker(found));
  if (!found.pledges.empty()) section.blocks.emplace_back(newest(report));
  return section;
}

}  // namespace nhs::report::page
