#include "cli/processing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "collector/sources/web_address.h"
#include "core/concern_rule.h"
#include "core/time.h"

namespace nhs::cli {
namespace {

/// Who is told by alerts, for the list of recipients.
std::string told_by_alerts(const config::NotifyTarget& target) {
  constexpr std::string_view kWhat = "alerts (numbers and references of posts, no text and no author)";
  switch (target.kind) {
    case config::TargetKind::email:
      return fmt::format("{}, by e-mail through {}", kWhat, target.server);
    case config::TargetKind::webhook:
      return fmt::format("{}, to a web service at {}", kWhat, collector::host_of(target.url));
    case config::TargetKind::file:
      break;
  }
  return {};
}

/// Other kinds of source cannot be asked for a post again (docs/sources.md, "Deletions").
bool follows_deletions(const config::SourceConfig& source) {
  const bool can = source.kind == config::SourceKind::mastodon ||
                   source.kind == config::SourceKind::bluesky || source.kind == config::SourceKind::x;
  return can && source.recheck;
}

std::string what_it_is(const config::SourceConfig& source) {
  switch (source.kind) {
    case config::SourceKind::mastodon:
      return "a Mastodon server: its public timeline of each hashtag";
    case config::SourceKind::bluesky:
      return "Bluesky: its search of public posts";
    case config::SourceKind::x:
      return source.x.authors ? "X: its search of recent public posts, with their authors"
                              : "X: its search of recent public posts, without authors";
    case config::SourceKind::feed:
      return "a feed that a website publishes";
    case config::SourceKind::careopinion:
      return "Care Opinion: the stories that it publishes, without authors";
    case config::SourceKind::json:
      return fmt::format("a service, as {} describes it", source.service.filename().string());
  }
  return {};
}

std::string which_posts(const config::SourceConfig& source, const config::Config& config) {
  const auto& topics = source.topics.empty() ? config.topics : source.topics;
  std::string posts = source.match_all ? "all" : fmt::format("with #{}", fmt::join(topics, ", #"));
  if (source.backfill)
    posts += fmt::format(", from {} before the first round on", format_duration(*source.backfill));
  return posts;
}

std::string in_days(int days) { return fmt::format("{} day{}", days, days == 1 ? "" : "s"); }

std::vector<report::KeptFor> retention_of(const config::Retention& retention) {
  std::vector<report::KeptFor> rows = {
      {"a post's text, its author's pseudonym, its encrypted original, and concerns, consents and notes about it",
       in_days(retention.text_days) + " from its publication, or from being stored where that is not known"}};
  for (const auto& [network, days] : config::text_days_by_network(retention))
    rows.push_back({fmt::format("the same of posts on `{}`", network), in_days(days)});
  rows.push_back({"a post that its author deleted, or that lost its hashtag",
                  "its text goes once that is known, at the latest with the next round of rechecks"});
  rows.push_back(
      {"what is left of such posts: date, network, judgements, and a keyed hash of the post itself",
       "as long as the database, so that trends stay right and nothing comes back"});
  rows.push_back({"the lists of keyed hashes of who asked to be forgotten, and of posts that are gone",
                  "as long as the database: they are what keeps them out"});
  rows.push_back({"counts by day", "as long as the database"});
  rows.push_back({"who of the team did what (audit)", "as long as the database"});
  rows.push_back(
      {"backups, exports and reports that people made",
       "**[to be filled in by the organisation]**; a restored backup forgets again what was forgotten"});
  return rows;
}

}  // namespace

report::Processing processing_of(const config::Config& config, LocalDay today) {
  const config::DataProtection& stated = config.data_protection;
  report::Processing processing;
  processing.controller = stated.controller;
  processing.contact = stated.contact;
  if (processing.contact.empty() && config.contact != config::kPlaceholderContact)
    processing.contact = config.contact;
  processing.lawful_basis = stated.lawful_basis;
  processing.special_category_condition = stated.special_category_condition;
  processing.approved = stated.approved;
  processing.recipients = stated.recipients;
  for (const config::NotifyTarget& target : config.targets)
    if (std::string told = told_by_alerts(target); !told.empty())
      processing.recipients.push_back(std::move(told));
  processing.topics = config.topics;
  for (const config::SourceConfig& source : config.sources)
    processing.sources.push_back({source.name, what_it_is(source), collector::host_of(source.url),
                                  which_posts(source, config), follows_deletions(source),
                                  source.kind != config::SourceKind::careopinion && source.x.authors});
  processing.retention = retention_of(config.retention);
  for (const ConcernRule& rule : concern_rules_in_force(config.concerns))
    processing.concern_rules.push_back(rule.name);
  processing.organisations = config.organisations;
  processing.asks_unencrypted = config.allow_plain_http;
  processing.asks_private_addresses = config.allow_private_addresses;
  processing.leaves_out_noindex = config.drop_noindex;
  processing.groups_shown_from = config.groups_shown_from;
  processing.program = "nhsvalues " NHS_VERSION;
  processing.configuration = config.file.string();
  processing.written_on = today;
  return processing;
}

std::vector<std::string> names_of_sources(const config::Config& config) {
  std::vector<std::string> names;
  for (const config::SourceConfig& source : config.sources) names.push_back(source.name);
  return names;
}

void add_brought_posts(const std::vector<store::BroughtPosts>& brought, report::Processing& processing) {
  processing.database_was_read = true;
  std::map<std::string, std::vector<std::string>> networks;
  for (const store::BroughtPosts& each : brought) networks[each.source].push_back(each.network);
  for (const auto& [source, of] : networks) {
    const bool imported = source == "import";
    report::ProcessedSource added;
    added.name = imported ? "imported files" : source;
    added.what = imported
                     ? "files of public posts that a member of the team took in with nhsvalues import"
                     : "a source that is no longer asked; what it brought is kept until its time is over";
    added.where = imported ? "whoever gave the files" : "no longer asked";
    added.posts = fmt::format("posts of {}", fmt::join(of, ", "));
    added.follows_deletions = false;
    added.is_asked = false;
    processing.sources.push_back(std::move(added));
  }
}

}  // namespace nhs::cli
