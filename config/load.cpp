#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "config/campaigns.h"
#include "config/checks.h"
#include "config/config.h"
#include "config/faults.h"
#include "config/file_text.h"
#include "config/option_reader.h"
#include "config/source_kinds.h"
#include "config/toml_document.h"
#include "core/source_state.h"
#include "core/text.h"
#include "core/time.h"

namespace nhs::config {
namespace {

namespace fs = std::filesystem;

/// Keys that this kind of thing, a source say, has no use for.
void check_kinds(std::string_view kind, std::string_view thing, const Lines& lines, Faults& faults) {
  for (const auto& [key, line] : lines.keys) {
    const Option* option = find_option(option_table(), key);
    if (option == nullptr || option->kinds.empty()) continue;
    const std::vector<std::string> kinds = kinds_of(*option);
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
      faults.add(line, key,
                 fmt::format("must not stand here: it is for {} of kind \"{}\" (this one is \"{}\")", thing,
                             fmt::join(kinds, "\" or \""), kind));
  }
}

/// Keys that this kind of source cannot do without.
void check_needs(const SourceConfig& source, const Lines& lines, Faults& faults) {
  const auto need = [&](bool there, std::string_view key, std::string_view what) {
    if (!there && !lines.is_wrong(key))
      faults.add(lines.of(key), key,
                 fmt::format("missing; a source of kind \"{}\" needs {}", id_of_kind(source.kind), what));
  };
  switch (source.kind) {
    case SourceKind::mastodon:
    case SourceKind::feed:
      need(!source.url.empty(), "source.url", "an https address");
      break;
    case SourceKind::bluesky:
      need(!source.account.empty(), "source.account", "the handle that signs in");
      need(!source.credential.empty(), "source.credential", "the place of an app password");
      break;
    case SourceKind::x:
    case SourceKind::careopinion:
      need(!source.credential.empty(), "source.credential", "the place of a key");
      break;
    case SourceKind::json:
      need(!source.service.empty(), "source.service", "the file that describes the service");
      break;
  }
}

/// What no key can be asked alone.
void check_source(const SourceConfig& source, const Config& config, const Lines& lines, Faults& faults) {
  if (!source.url.empty())
    if (const auto wrong = fault_of_url(source.url, source.kind, config.allow_plain_http))
      faults.add(lines.of("source.url"), "source.url", *wrong);
  // A fault of the kind itself is reported already, and the others would follow from it.
  if (lines.keys.count("source.kind") != 0 && !lines.is_wrong("source.kind")) {
    check_kinds(id_of_kind(source.kind), "sources", lines, faults);
    check_needs(source, lines, faults);
  }
  if (source.slowest > std::chrono::seconds{0} && source.slowest < source.every)
    faults.add(lines.of("source.slowest"), "source.slowest",
               fmt::format("must be no shorter than every ({})", format_duration(source.every)));
  for (const std::string& topic : source.topics) {
    const auto is_this = [&topic](const std::string& other) { return tag_key(other) == tag_key(topic); };
    if (std::none_of(config.topics.begin(), config.topics.end(), is_this))
      faults.add(lines.of("source.topics"), "source.topics",
                 fmt::format("must be among the topics at the top of the file ({} is not)", topic));
  }
}

void read_sources(const OptionReader& reader, const TomlValue& root, Config& config, const fs::path& folder,
                  Faults& faults) {
  TakenNames names;
  for (const TomlValue* table : tables_of(root, "source", "source", faults)) {
    SourceConfig source;
    Place place;
    place.config = &config;
    place.source = &source;
    place.folder = folder;
    const Lines lines = reader.read(*table, "source", place, faults);
    if (source.url.empty()) source.url = usual_url(source.kind);
    check_source(source, config, lines, faults);
    // The server's address goes in front of paths that start with a slash.
    if (source.kind != SourceKind::feed && !source.url.empty() && source.url.back() == '/')
      source.url.pop_back();
    names.check(source.name, "source.name", lines.of("source.name"), faults);
    if (source.name == kImportedSource)
      faults.add(lines.of("source.name"), "source.name",
                 "must be another one: what `nhsvalues import` brings is counted under this name");
    config.sources.push_back(std::move(source));
  }
}

void read_ignore_rules(const OptionReader& reader, const TomlValue& root, Config& config, Faults& faults) {
  TakenNames names;
  for (const TomlValue* table : tables_of(root, "ignore", "rule", faults)) {
    IgnoreRule rule;
    Place place;
    place.config = &config;
    place.ignore = &rule;
    const Lines lines = reader.read(*table, "ignore", place, faults);
    const bool any_wrong =
        lines.is_wrong("ignore.author") || lines.is_wrong("ignore.phrase") || lines.is_wrong("ignore.source");
    if (rule.author.empty() && rule.phrase.empty() && rule.source.empty() && !any_wrong)
      faults.add(table->line, "ignore", "must say what to ignore: an author, a phrase or a source");
    names.check(rule.name, "ignore.name", lines.of("ignore.name"), faults);
    config.ignore.push_back(std::move(rule));
  }
}

void read_queries(const OptionReader& reader, const TomlValue& root, Config& config, Faults& faults) {
  TakenNames names;
  for (const TomlValue* table : tables_of(root, "query", "query", faults)) {
    SavedQuery query;
    Place place;
    place.config = &config;
    place.query = &query;
    const Lines lines = reader.read(*table, "query", place, faults);
    names.check(query.name, "query.name", lines.of("query.name"), faults);
    config.queries.push_back(std::move(query));
  }
}

void read_concern_rules(const OptionReader& reader, const TomlValue& root, Config& config, Faults& faults) {
  TakenNames names;
  const std::vector<ConcernRule>& built_in = built_in_concern_rules();
  for (const TomlValue* table : tables_of(root, "concern", "rule", faults)) {
    ConcernRule rule;
    Place place;
    place.config = &config;
    place.concern = &rule;
    const Lines lines = reader.read(*table, "concern", place, faults);
    const bool known = std::any_of(built_in.begin(), built_in.end(),
                                   [&](const ConcernRule& each) { return each.name == rule.name; });
    if (!known && rule.phrases.empty() && !lines.is_wrong("concern.phrases") &&
        !lines.is_wrong("concern.name"))
      faults.add(lines.of("concern.phrases"), "concern.phrases",
                 "missing; a rule that is not built in needs at least one");
    names.check(rule.name, "concern.name", lines.of("concern.name"), faults);
    config.concerns.push_back(std::move(rule));
  }
}

/// Names that have to be among others.
template <typename Things>
void check_known(const std::vector<std::string>& names, const Things& things, std::string_view what,
                 std::string_view key, const Lines& lines, Faults& faults) {
  for (const std::string& name : names)
    if (std::none_of(things.begin(), things.end(), [&](const auto& each) { return each.name == name; }))
      faults.add(lines.of(key), key, fmt::format("must name {} ({} is none)", what, name));
}

void read_alerts(const OptionReader& reader, const TomlValue& root, Config& config, Faults& faults) {
  TakenNames names;
  std::vector<AlertRule> rules;
  for (const TomlValue* table : tables_of(root, "alert", "rule", faults)) {
    AlertRule rule;
    Place place;
    place.config = &config;
    place.alert = &rule;
    const Lines lines = reader.read(*table, "alert", place, faults);
    if (lines.keys.count("alert.kind") != 0 && !lines.is_wrong("alert.kind"))
      check_kinds(id_of(rule.kind), "alerts", lines, faults);
    check_known(rule.to, config.targets, "targets, each by the name of a [[notify]]", "alert.to", lines,
                faults);
    check_known(rule.sources, config.sources, "sources, each by its name", "alert.sources", lines, faults);
    names.check(rule.name, "alert.name", lines.of("alert.name"), faults);
    rules.push_back(std::move(rule));
  }
  for (AlertRule& usual : usual_alerts())
    if (std::none_of(rules.begin(), rules.end(), [&](const AlertRule& each) {
          return each.kind == usual.kind || each.name == usual.name;
        }))
      rules.push_back(std::move(usual));
  config.alerts = std::move(rules);
}

/// What this kind of target cannot do without.
void check_target(const NotifyTarget& target, const Lines& lines, Faults& faults) {
  const auto need = [&](bool there, std::string_view key, std::string_view what) {
    if (!there && !lines.is_wrong(key))
      faults.add(lines.of(key), key,
                 fmt::format("missing; a target of kind \"{}\" needs {}", id_of(target.kind), what));
  };
  switch (target.kind) {
    case TargetKind::email:
      need(!target.server.empty(), "notify.server", "the mail server that takes its mail");
      need(!target.from.empty(), "notify.from", "the address that it comes from");
      need(!target.recipients.empty(), "notify.recipients", "addresses that it goes to");
      need(target.user.empty() || !target.credential.empty(), "notify.credential",
           "the place of the password of its user");
      break;
    case TargetKind::webhook:
      need(!target.url.empty(), "notify.url", "an https address");
      need(!target.credential.empty(), "notify.credential", "the place of the secret that it is signed with");
      if (!target.url.empty())
        if (const auto wrong = fault_of_url(target.url, SourceKind::feed, target.allow_plain_http))
          faults.add(lines.of("notify.url"), "notify.url", *wrong);
      break;
    case TargetKind::file:
      need(!target.path.empty(), "notify.path", "a file that it is appended to");
      break;
  }
}

void read_targets(const OptionReader& reader, const TomlValue& root, Config& config, const fs::path& folder,
                  Faults& faults) {
  TakenNames names;
  for (const TomlValue* table : tables_of(root, "notify", "target", faults)) {
    NotifyTarget target;
    Place place;
    place.config = &config;
    place.target = &target;
    place.folder = folder;
    const Lines lines = reader.read(*table, "notify", place, faults);
    if (lines.keys.count("notify.kind") != 0 && !lines.is_wrong("notify.kind")) {
      check_kinds(id_of(target.kind), "targets", lines, faults);
      check_target(target, lines, faults);
    }
    names.check(target.name, "notify.name", lines.of("notify.name"), faults);
    config.targets.push_back(std::move(target));
  }
}

/// A digest leaves the server as a mail, and in no other way.
void read_digest(const OptionReader& reader, const TomlValue& root, Config& config, Faults& faults) {
  Place place;
  place.config = &config;
  const Lines lines = reader.read_table(root, "digest", place, faults);
  std::vector<NotifyTarget> mailboxes;
  for (const NotifyTarget& each : config.targets)
    if (each.kind == TargetKind::email) mailboxes.push_back(each);
  const std::string_view what = "targets of kind \"email\", each by the name of a [[notify]]";
  check_known(config.digest.daily, mailboxes, what, "digest.daily", lines, faults);
  check_known(config.digest.weekly, mailboxes, what, "digest.weekly", lines, faults);
}

}  // namespace

tl::expected<Config, ConfigErrors> load(const fs::path& file) {
  const auto text = file_text(file);
  if (!text) return tl::unexpected<ConfigErrors>(ConfigErrors{{text.error().message}});
  return parse(*text, file);
}

tl::expected<Config, ConfigErrors> parse(std::string_view toml, const fs::path& name) {
  const auto document = read_toml(toml);
  if (!document)
    return tl::unexpected<ConfigErrors>(ConfigErrors{
        {fmt::format("{}:{}: {}", name.native(), document.error().line, document.error().what)}});
  const fs::path folder = fs::absolute(name).parent_path();
  Config config;
  config.file = name;
  Faults faults{name};
  Place place;
  place.config = &config;
  place.folder = folder;
  const OptionReader reader{option_table()};
  reader.read(*document, "", place, faults);
  for (const char* table : {"network", "privacy", "report", "retention", "log", "metrics", "safeguarding"})
    reader.read_table(*document, table, place, faults);
  read_sources(reader, *document, config, folder, faults);
  read_ignore_rules(reader, *document, config, faults);
  read_queries(reader, *document, config, faults);
  read_campaigns(reader, *document, config, faults);
  read_concern_rules(reader, *document, config, faults);
  read_targets(reader, *document, config, folder, faults);
  read_alerts(reader, *document, config, faults);
  read_digest(reader, *document, config, faults);
  if (!faults.none()) return tl::unexpected<ConfigErrors>(faults.in_order());
  return config;
}

}  // namespace nhs::config
