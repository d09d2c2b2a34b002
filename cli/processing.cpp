#include "cli/processing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>

#include "collector/sources/web_address.h"
#include "config/source_kinds.h"
#include "core/concern_rule.h"
#include "core/source_state.h"
#include "core/time.h"

namespace nhs::cli {
namespace {

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What is sent to a target, in words; nothing where no rule and no digest names it.
std::vector<std::string> what_is_sent(const config::NotifyTarget& target, const config::Config& config) {
  std::vector<std::string> sent;
  if (std::any_of(config.alerts.begin(), config.alerts.end(), [&](const config::AlertRule& rule) {
        return rule.on && (rule.to.empty() || holds(rule.to, target.name));
      }))
    sent.emplace_back(
        "alerts (numbers, what was found in single posts, and their references; no text and no author)");
  const bool daily = holds(config.digest.daily, target.name);
  const bool weekly = holds(config.digest.weekly, target.name);
  if (daily || weekly)
    sent.push_back(fmt::format(
        "a digest of each {} (exact numbers, small ones too, and what was found in single posts, each with its "
        "reference, network and day; no text and no author)",
        daily && weekly ? "day and each week"
        : daily         ? "day"
                        : "week"));
  return sent;
}

/// Who is told by alerts and digests, for the list of recipients; empty for nobody outside this machine.
std::string told_by_messages(const config::NotifyTarget& target, const config::Config& config) {
  const std::vector<std::string> sent = what_is_sent(target, config);
  if (sent.empty()) return {};
  const std::string what = fmt::format("{}", fmt::join(sent, " and "));
  switch (target.kind) {
    case config::TargetKind::email:
      return fmt::format("{}, by e-mail through {}", what, target.server);
    case config::TargetKind::webhook:
      return fmt::format("{}, to a web service at {}{}", what, collector::host_of(target.url),
                         target.url.rfind("http:", 0) == 0 ? ", by a connection that is not encrypted" : "");
    case config::TargetKind::file:
      break;
  }
  return {};
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

/// A gap that wants a reason, for what is kept longer than the purposes need.
std::string gap_for_reason(int days) {
  return days > config::kUsualTextDays ? " **[why longer than a year: to be filled in by the organisation]**"
                                       : "";
}

/// unknown: networks that have days and of which nothing is known, with why.
std::vector<report::KeptFor> text_retention_of(const config::Retention& retention,
                                               const std::map<std::string, std::string>& unknown) {
  std::vector<report::KeptFor> rows = {
      {"a post's text, its author's pseudonym, its encrypted original, and concerns, consents and notes about it",
       in_days(retention.text_days) + " from its publication, or from being stored where that is not known" +
           gap_for_reason(retention.text_days)}};
  for (const auto& [network, days] : config::text_days_by_network(retention)) {
    const auto doubt = unknown.find(network);
    rows.push_back(
        {fmt::format("the same of posts on `{}`{}", network,
                     doubt == unknown.end() ? "" : fmt::format(" **[to be put right: {}]**", doubt->second)),
         in_days(days) + gap_for_reason(days)});
  }
  return rows;
}

report::KnownAuthors authors_of(const config::SourceConfig& source) {
  return source.kind != config::SourceKind::careopinion && source.x.authors ? report::KnownAuthors::of_all
                                                                            : report::KnownAuthors::of_none;
}

/// Of posts that came in otherwise than from a configured source: what one row of the papers tells of.
struct Brought {
  std::vector<std::string> networks;
  std::int64_t posts = 0;
  std::int64_t with_author = 0;
};

report::KnownAuthors authors_of(const Brought& brought) {
  if (brought.with_author == 0) return report::KnownAuthors::of_none;
  return brought.with_author == brought.posts ? report::KnownAuthors::of_all : report::KnownAuthors::of_some;
}

report::ProcessedSource imported(store::SignOfPublic sign) {
  report::ProcessedSource source;
  source.where = "whoever gave the files";
  source.by_hashtag = false;
  switch (sign) {
    case store::SignOfPublic::some:
      source.name = "imported files";
      source.what = "files of public posts that a member of the team took in with nhsvalues import";
      break;
    case store::SignOfPublic::none:
      source.name = "imported texts";
      source.what =
          "files of texts that a member of the team took in with nhsvalues import; they may be answers to a survey, "
          "not public";
      source.may_not_be_public = true;
      break;
    case store::SignOfPublic::unknown:
      source.name = "imported before";
      source.what =
          "files of texts that are not kept any more; they may have been answers to a survey, not public";
      source.may_not_be_public = true;
      break;
  }
  return source;
}

report::ProcessedSource no_longer_asked(const std::string& name) {
  report::ProcessedSource source;
  source.name = name;
  source.what = "a source that is no longer asked; what it brought is kept until its time is over";
  source.where = "no longer asked";
  return source;
}

}  // namespace

report::Processing processing_of(const config::Config& config, LocalDay today,
                                 const std::map<std::string, std::string>& unknown_networks) {
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
  processing.messages = messages_sent(config);
  processing.topics = config.topics;
  for (const config::SourceConfig& source : config.sources)
    processing.sources.push_back({source.name, what_it_is(source), collector::host_of(source.url),
                                  which_posts(source, config), config::follows_deletions(source),
                                  authors_of(source), true, !source.match_all});
  processing.text_retention = text_retention_of(config.retention, unknown_networks);
  for (const ConcernRule& rule : concern_rules_in_force(config.concerns))
    processing.concern_rules.push_back(rule.name);
  processing.organisations = config.organisations;
  const auto any_target = [&](bool config::NotifyTarget::*allows) {
    return std::any_of(config.targets.begin(), config.targets.end(),
                       [&](const config::NotifyTarget& target) { return target.*allows; });
  };
  processing.may_connect_unencrypted =
      config.allow_plain_http || any_target(&config::NotifyTarget::allow_plain_http);
  processing.may_connect_privately =
      config.allow_private_addresses || any_target(&config::NotifyTarget::allow_private_address);
  processing.leaves_out_noindex = config.drop_noindex;
  processing.groups_shown_from = config.groups_shown_from;
  processing.program = "nhsvalues " NHS_VERSION;
  processing.configuration = config.file.string();
  processing.written_on = today;
  return processing;
}

std::vector<std::string> messages_sent(const config::Config& config) {
  std::vector<std::string> messages;
  for (const config::NotifyTarget& target : config.targets)
    if (std::string told = told_by_messages(target, config); !told.empty())
      messages.push_back(std::move(told));
  return messages;
}

void add_brought_posts(const std::vector<store::BroughtPosts>& brought, report::Processing& processing) {
  processing.database_was_read = true;
  std::map<std::pair<std::string, store::SignOfPublic>, Brought> rows;
  for (const store::BroughtPosts& each : brought) {
    // What a source of ours brought was public, whatever is left of it.
    const auto sign = each.source == kImportedSource ? each.sign : store::SignOfPublic::some;
    Brought& row = rows[{each.source, sign}];
    if (!holds(row.networks, each.network)) row.networks.push_back(each.network);
    // One whose text is gone has lost its author with it, and says nothing of the others.
    if (sign != store::SignOfPublic::unknown && each.sign == store::SignOfPublic::unknown) continue;
    row.posts += each.posts;
    row.with_author += each.with_author;
  }
  for (const auto& [from, row] : rows) {
    report::ProcessedSource added =
        from.first == kImportedSource ? imported(from.second) : no_longer_asked(from.first);
    added.posts = fmt::format("posts of {}", fmt::join(row.networks, ", "));
    added.follows_deletions = false;
    added.authors = authors_of(row);
    added.is_asked = false;
    processing.sources.push_back(std::move(added));
  }
}

}  // namespace nhs::cli
