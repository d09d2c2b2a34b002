#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/completions.h"
#include "config/source_kinds.h"
#include "core/period.h"
#include "core/values.h"

namespace nhs::cli {
namespace {

using Words = std::vector<Candidate>;

template <typename Range>
Words names_in(const Range& things) {
  Words words;
  for (const auto& thing : things) words.push_back({thing.name});
  return words;
}

Words sources(const config::Config& config) { return names_in(config.sources); }
Words queries(const config::Config& config) { return names_in(config.queries); }
Words campaigns(const config::Config& config) { return names_in(config.campaigns); }
Words alert_rules(const config::Config& config) { return names_in(config.alerts); }
Words targets(const config::Config& config) { return names_in(config.targets); }
Words topics(const config::Config& config) {
  Words words;
  for (const std::string& topic : config.topics) words.push_back({topic});
  return words;
}
Words networks(const config::Config& config) {
  Words words;
  for (const config::SourceConfig& source : config.sources) {
    const std::string_view id = config::id_of_kind(source.kind);
    const auto is_there = [&](const Candidate& one) { return one.word == id; };
    if (std::none_of(words.begin(), words.end(), is_there)) words.push_back({std::string{id}});
  }
  return words;
}

template <typename Enum>
Words ids(const config::Config&) {
  Words words;
  for (const std::string_view id : Vocabulary<Enum>::ids) words.push_back({std::string{id}});
  return words;
}

Words findings(const config::Config&) {
  Words words;
  for (const std::string_view value : Vocabulary<Value>::ids) {
    words.push_back({std::string{value}});
    for (const std::string_view direction : Vocabulary<Direction>::ids)
      words.push_back({std::string{value} + ":" + std::string{direction}});
  }
  return words;
}

/// The days and periods that people ask for most: those that are running, and the last whole ones.
Words periods(const config::Config& config) {
  const auto zone = TimeZone::named(config.timezone);
  if (!zone) return {};
  const LocalDay today = zone->day_of(SystemClock{}.now());
  Words words{{"today"},
              {"yesterday"},
              {"this-week", "the week that is running"},
              {"this-month", "the month that is running"},
              {"last-week", "the last whole week"},
              {"last-month", "the last whole month"},
              {"7d", "seven days"},
              {"4w", "four weeks"},
              {"12w", "twelve weeks"}};
  for (const Bucket bucket : {Bucket::week, Bucket::month, Bucket::quarter, Bucket::nhs_year}) {
    const Period running = period_holding(today, bucket);
    const Period whole = period_holding(running.from - std::chrono::days{1}, bucket);
    const std::string length{id_of_bucket(bucket)};
    words.push_back({whole.label, "the last whole " + length});
    words.push_back({running.label, "the " + length + " that is running"});
  }
  return words;
}

/// What the words for an option or a positional are, by its name and type. Its command tells where names are
/// the same.
struct Known {
  std::string_view name;  ///< empty for any of the type
  std::string_view type;
  std::string_view command;  ///< empty for any
  Words (*words)(const config::Config& config);
};
constexpr Known kKnown[] = {
    {"source", "NAME", "", sources},
    {"name", "NAME", "test", sources},
    {"name", "NAME", "enable", sources},
    {"name", "NAME", "disable", sources},
    {"saved", "NAME", "", queries},
    {"campaign", "NAME", "", campaigns},
    {"network", "NAME", "", networks},
    {"network", "NETWORK", "", networks},
    {"rule", "RULE", "", alert_rules},
    {"target", "TARGET", "", targets},
    {"tag", "TAG", "", topics},
    {"", "TIME", "", periods},
    {"", "T", "", periods},
    {"", "DAY", "", periods},
    {"", "PERIOD", "", periods},
    {"", "VALUE[:DIRECTION]", "", findings},
    {"sentiment", "ID", "", ids<Sentiment>},
    {"kind", "ID", "", ids<Kind>},
    {"group", "ID", "", ids<Group>},
};

std::string name_of_option(const CLI::Option& option) {
  return option.get_lnames().empty() ? option.get_name(true) : option.get_lnames().front();
}

bool takes_files(std::string_view type) {
  return type.rfind("FILE", 0) == 0 || type == "BODY" || type == "SHEET";
}

}  // namespace

std::string type_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  int open = 0;
  for (std::size_t at = 0; at < type.size(); ++at) {
    if (type[at] == '[') ++open;
    if (type[at] == ']') --open;
    if (type[at] == ':' && open == 0) return type.substr(0, at);
  }
  return type == "INT" || type == "UINT" ? "N" : type;
}

std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

Completion values_of(const CLI::Option& option, const CLI::App& command, const Context& context,
                     const std::string& config_file) {
  Completion found;
  for (const std::string& choice : choices_of(option)) found.candidates.push_back({choice});
  if (!found.candidates.empty()) return found;
  const std::string type = type_of(option);
  found.files = takes_files(type);
  const std::string name = name_of_option(option);
  for (const Known& known : kKnown) {
    const bool fits = (known.name.empty() || known.name == name) && known.type == type &&
                      (known.command.empty() || known.command == command.get_name());
    if (!fits) continue;
    // What cannot be read names nothing; the command itself will say what is wrong with it.
    const auto config = context.configuration(config_file);
    found.candidates = known.words(config ? *config : config::defaults());
    break;
  }
  return found;
}

}  // namespace nhs::cli
