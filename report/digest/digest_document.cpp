#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/counted.h"
#include "report/collected_text.h"
#include "report/digest/digest.h"
#include "report/finding_name.h"
#include "report/page/dates.h"
#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/signals_text.h"

namespace nhs::report {
namespace {

using page::Bullets;
using page::Caution;
using page::Document;
using page::Paragraph;
using page::PeriodReport;
using page::Section;

bool has_posts(const PeriodReport& report) { return report.now.is_known() && report.now.posts().number > 0; }

Section what_to_see_to(const Digest& digest) {
  Section section{"To see to"};
  if (digest.to_see_to.empty()) {
    section.blocks.emplace_back(Paragraph{"Nothing waits for anybody."});
    return section;
  }
  Bullets bullets;
  for (const ToSeeTo& each : digest.to_see_to)
    bullets.items.push_back(each.command.empty() ? each.title + "."
                                                 : fmt::format("{}: {}", each.title, each.command));
  section.blocks.emplace_back(std::move(bullets));
  return section;
}

std::string share_of(const PublicCount& posts, const PublicCount& whole) {
  const std::string range = page::range_in_words(posts, whole);
  const std::string share = page::part_in_words(posts, whole);
  return range == "-" ? share : fmt::format("{} ({})", share, range);
}

Section six_values(const PeriodReport& report) {
  Section section{"The six values"};
  page::Table table{"Posts on each value", {"Value", "Posts", "Share", "Lived up to", "Fallen short of"}, {}};
  const page::ToldRow& now = report.now;
  for (const Value value : all_of<Value>()) {
    const auto said = [&](Direction direction) {
      return page::number_of(now.at(Cell::of(value, direction)));
    };
    const PublicCount& posts = now.at(Cell::of(value));
    table.rows.push_back({std::string{plain_name_of(value)}, page::number_of(posts),
                          share_of(posts, now.posts()), said(Direction::upheld), said(Direction::breached)});
  }
  section.blocks.emplace_back(std::move(table));
  section.blocks.emplace_back(Paragraph{
      "A post may bear on several values or on none, and may only name one. In brackets is where the "
      "true share lies, 19 times out of 20, as far as chance goes."});
  return section;
}

Section more_than_usual(const PeriodReport& report) {
  Section section{"More than the usual ups and downs"};
  Bullets told{page::shifts_in_words(report)};
  if (told.items.empty()) {
    std::string unknown = page::why_no_limits(report);
    section.blocks.emplace_back(
        Paragraph{unknown.empty() ? "Nothing in this period was more than the usual ups and downs."
                                  : std::move(unknown)});
    return section;
  }
  section.blocks.emplace_back(std::move(told));
  for (std::string& caution : signals_cautions(report.usual))
    section.blocks.emplace_back(Caution{std::move(caution)});
  return section;
}

/// "1234: compassion, fallen short of; 25 November 2026, mastodon".
std::string post_in_words(const store::StoredPost& post, const PeriodReport& report) {
  std::vector<std::string> findings;
  for (const ValueFinding& each : post.classification.values)
    findings.push_back(page::lower_first(finding_name(each.value, each.direction)));
  const LocalDay day = post.created_at ? report.zone.day_of(*post.created_at) : report.period.from;
  return fmt::format("{}: {} ({}, {})", post.ref,
                     findings.empty() ? "no value" : fmt::format("{}", fmt::join(findings, "; ")),
                     post.network, format_day(day));
}

Section posts_by_number(const PeriodReport& report) {
  Section section{"Posts to read"};
  section.blocks.emplace_back(Paragraph{
      page::first_to_read(report) +
      "For each value the newest posts that say it was lived up to, and that it fell short. They are examples, "
      "not a measure. What they say is shown on the machine alone: nhsvalues show NUMBER."});
  Bullets numbers;
  for (const store::StoredPost& post : report.to_read) numbers.items.push_back(post_in_words(post, report));
  section.blocks.emplace_back(std::move(numbers));
  return section;
}

/// Of the period itself: what is missing of the times before it, the report tells.
Section completeness_of_period(const PeriodReport& report) {
  Section section = page::completeness(report);
  // Counts of what nobody looked for would read as if there had been none.
  if (!report.now.is_known())
    section.blocks = {
        Paragraph{"Nothing was collected in this period: nhsvalues status says how the sources do now."}};
  const std::vector<std::string> of_others = collected_cautions(report.usual.trends);
  std::erase_if(section.blocks, [&](const page::Block& block) {
    const Caution* caution = std::get_if<Caution>(&block);
    return caution != nullptr &&
           std::find(of_others.begin(), of_others.end(), caution->text) != of_others.end();
  });
  return section;
}

std::string kind_in_words(const Digest& digest) {
  return digest.kind == DigestKind::daily ? "Daily digest" : "Weekly digest";
}

/// "41 posts"; where none of those that came could be judged, so many that could not.
std::string posts_that_came(const PeriodReport& report) {
  if (!report.now.is_known()) return "nothing was collected";
  const PublicCount& unclassified = report.now.at(Cell::unclassified);
  if (report.now.posts().number > 0 || unclassified.number == 0)
    return page::posts_in_words(report.now.posts());
  return fmt::format("{} that could not be judged", page::posts_in_words(unclassified));
}

}  // namespace

std::string name_of(const Digest& digest) {
  return fmt::format("{}/{}", id_of(digest.kind), digest.report.period.label);
}

std::string subject_of(const Digest& digest) {
  const PeriodReport& report = digest.report;
  std::string text = fmt::format("{}, {}: {}", kind_in_words(digest), page::name_in_words(report.period),
                                 posts_that_came(report));
  if (const std::size_t signals = page::shifts_in_words(report).size(); signals > 0)
    text += ", " + counted(signals, "signal");
  if (!digest.to_see_to.empty())
    text += ", " + counted(digest.to_see_to.size(), "thing to see to", "things to see to");
  return text;
}

bool nothing_happened(const Digest& digest) {
  const PeriodReport& report = digest.report;
  return report.now.collected == store::Collected::whole && report.gaps.empty() &&
         report.now.posts().number == 0 && report.now.at(Cell::unclassified).number == 0 &&
         page::shifts_in_words(report).empty() && digest.to_see_to.empty();
}

std::vector<std::int64_t> posts_in(const Digest& digest) {
  std::vector<std::int64_t> refs;
  for (const store::StoredPost& post : digest.report.to_read) refs.push_back(post.ref);
  std::sort(refs.begin(), refs.end());
  return refs;
}

std::string command_of(const Digest& digest) {
  return fmt::format("nhsvalues report --period {}", digest.report.period.label);
}

Document digest_document(const Digest& digest) {
  const PeriodReport& report = digest.report;
  Document document;
  document.title = fmt::format("{}: {}", kind_in_words(digest), page::name_in_words(report.period));
  document.subtitle =
      fmt::format("{} {} {}.", report.of_what(), digest.kind == DigestKind::daily ? "of" : "from",
                  page::dates_in_words(report.period));
  document.audience =
      "Internal: for the team, not for publication. What people wrote, and who they are, is not in this mail.";
  document.summary = page::story(report);
  document.sections.push_back(what_to_see_to(digest));
  if (has_posts(report)) document.sections.push_back(six_values(report));
  if (report.now.is_known()) document.sections.push_back(more_than_usual(report));
  if (!report.to_read.empty()) document.sections.push_back(posts_by_number(report));
  document.sections.push_back(completeness_of_period(report));
  if (!report.accuracy.empty())
    document.sections.push_back({"How right the program is", {Paragraph{report.accuracy}}});
  document.footer = fmt::format(
      "Made by nhsvalues on {}. Days are those of {}. The whole report, on the machine: {} -o report.html",
      format_day(report.zone.day_of(report.made_at)), report.usual.trends.timezone, command_of(digest));
  return document;
}

}  // namespace nhs::report
