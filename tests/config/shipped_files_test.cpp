#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "config/config.h"
#include "config/option_table.h"
#include "core/text.h"

using namespace nhs;
using namespace nhs::config;

namespace {

std::string content_of(const std::string& file) {
  std::ifstream in(std::string{NHS_SOURCE_DIR} + "/" + file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Setting {
  std::string key;
  std::string value;
  bool commented;
};

/// The `key = value` lines of the shipped file, those behind a # too. A comment with a capital or a colon
/// before the
/// `=` is prose.
std::vector<Setting> settings_of(const std::string& toml) {
  std::vector<Setting> settings;
  std::string table;
  std::istringstream lines(toml);
  for (std::string line; std::getline(lines, line);) {
    const bool commented = line.rfind("# ", 0) == 0;
    if (commented) line.erase(0, 2);
    if (line.rfind("[", 0) == 0) {
      table = line.substr(line.find_first_not_of('['), line.find(']') - line.find_first_not_of('['));
      continue;
    }
    const std::size_t equals = line.find(" = ");
    if (equals == std::string::npos) continue;
    const std::string name{trimmed(line.substr(0, equals))};
    if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos) continue;
    settings.push_back({table.empty() ? name : table + "." + name, line.substr(equals + 3), commented});
  }
  return settings;
}

}  // namespace

TEST_CASE("The shipped configuration loads, without credentials, and watches four servers", "[shipped]") {
  const auto config = load(std::string{NHS_SOURCE_DIR} + "/config/nhsvalues.toml");
  REQUIRE(config);
  std::set<std::string> servers;
  for (const SourceConfig& source : config->sources) {
    CHECK(source.credential.empty());
    CHECK(source.kind == SourceKind::mastodon);
    servers.insert(source.url);
  }
  CHECK(servers.size() == 4);
  CHECK(servers.count("https://mastodonapp.uk") == 1);
}

TEST_CASE("Every setting that the shipped configuration shows behind a # is the default", "[shipped]") {
  // What makes an example one: without it there would be nothing to see.
  const std::set<std::string> given_by_examples{"source.name",
                                                "source.kind",
                                                "source.url",
                                                "source.account",
                                                "source.service",
                                                "source.credential",
                                                "source.match_all",
                                                "source.every",
                                                "ignore.name",
                                                "source.spend_per_day",
                                                "source.spend_per_month",
                                                "ignore.author",
                                                "ignore.phrase",
                                                "ignore.source",
                                                "ignore.reason",
                                                "query.name",
                                                "query.text",
                                                "campaign.name",
                                                "campaign.title",
                                                "campaign.period",
                                                "campaign.public",
                                                "campaign.since",
                                                "campaign.until",
                                                "campaign.tags",
                                                "campaign.accounts",
                                                "campaign.values",
                                                "campaign.objectives",
                                                "campaign.inputs",
                                                "campaign.activities",
                                                "safeguarding.what_to_do",
                                                "concern.name",
                                                "concern.phrases",
                                                "notify.name",
                                                "notify.kind",
                                                "notify.server",
                                                "notify.user",
                                                "notify.credential",
                                                "notify.from",
                                                "notify.recipients",
                                                "notify.url",
                                                "notify.body",
                                                "notify.path",
                                                "digest.daily",
                                                "digest.weekly",
                                                "alert.name",
                                                "alert.kind",
                                                "alert.values",
                                                "alert.quiet_hours",
                                                "alert.to"};
  std::set<std::string> shown;
  bool in_example = false;
  for (const Setting& setting : settings_of(content_of("config/nhsvalues.toml"))) {
    shown.insert(setting.key);
    in_example = in_example || (setting.commented && setting.key == "source.name");
    if (!setting.commented || (in_example && given_by_examples.count(setting.key) != 0)) continue;
    const Option* option = find_option(option_table(), setting.key);
    CAPTURE(setting.key);
    REQUIRE(option != nullptr);
    CHECK(setting.value == option->fallback);
  }
  for (const Option& option : option_table()) {
    CAPTURE(option.key);
    CHECK(shown.count(std::string{option.key}) == 1);
  }
}

TEST_CASE("What the shipped configuration shows behind a # can be taken as it stands", "[shipped]") {
  std::string toml;
  std::istringstream lines(content_of("config/nhsvalues.toml"));
  for (std::string line; std::getline(lines, line);) {
    const bool setting =
        line.rfind("# ", 0) == 0 && (line.find("# [") == 0 || !settings_of("[x]\n" + line).empty());
    toml += (setting ? line.substr(2) : line) + "\n";
  }
  const auto config = parse(toml, "nhsvalues.toml");
  if (!config)
    for (const std::string& line : config.error().lines) FAIL_CHECK(line);
  REQUIRE(config);
  CHECK(config->sources.size() == 9);
  CHECK(config->ignore.size() == 1);
  CHECK(config->queries.size() == 1);
  CHECK(config->campaigns.size() == 2);
  CHECK(config->safeguarding.find("4321") != std::string::npos);
  CHECK(config->concerns.size() == 2);
  CHECK(config->targets.size() == 3);
  CHECK(config->alerts.size() == 7);  // with those that are on anyway
}

TEST_CASE("docs/configuration.md is what the table of options says", "[shipped]") {
  INFO("to refresh it: NHS_REFRESH_DOCS=1 ctest -R 'docs/configuration.md'");
  if (std::getenv("NHS_REFRESH_DOCS") != nullptr)
    std::ofstream(std::string{NHS_SOURCE_DIR} + "/docs/configuration.md", std::ios::binary)
        << reference_markdown();
  const bool is_current = content_of("docs/configuration.md") == reference_markdown();
  CHECK(is_current);
}

TEST_CASE("A default that the program starts with is the one of the table", "[shipped]") {
  const auto read = parse(
      "contact = \"https://example.org\"\n[[source]]\nname = \"a\"\nkind = \"mastodon\"\nurl = "
      "\"https://example.org\"\n",
      "nhsvalues.toml");
  REQUIRE(read);
  const Config start;
  CHECK(read->topics == start.topics);
  CHECK(read->allow_private_addresses == start.allow_private_addresses);
  CHECK(read->allow_plain_http == start.allow_plain_http);
  CHECK(read->ca_file == start.ca_file);
  CHECK(read->key_file == start.key_file);
  CHECK(read->organisations == start.organisations);
  CHECK(read->timezone == start.timezone);
  CHECK(read->drop_noindex == start.drop_noindex);
  CHECK(read->data_protection.lawful_basis == start.data_protection.lawful_basis);
  CHECK(read->data_protection.special_category_condition == start.data_protection.special_category_condition);
  const SourceConfig source;
  CHECK(read->sources.at(0).every == source.every);
  CHECK(read->sources.at(0).backfill == source.backfill);
  CHECK(read->sources.at(0).match_all == source.match_all);
  CHECK(read->sources.at(0).slowest == source.slowest);
  CHECK(read->sources.at(0).silent_after == source.silent_after);
  const XSettings& x = read->sources.at(0).x;
  CHECK(x.dialect == source.x.dialect);
  CHECK(x.authors == source.x.authors);
  CHECK(x.price_per_post == source.x.price_per_post);
  CHECK(x.price_per_author == source.x.price_per_author);
  CHECK(x.spend_per_day == source.x.spend_per_day);
  CHECK(x.spend_per_month == source.x.spend_per_month);
}
