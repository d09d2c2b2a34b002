#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/alerts.h"
#include "config/digest.h"
#include "config/operations.h"
#include "core/campaign.h"
#include "core/concern_rule.h"
#include "core/ignore_rule.h"
#include "core/result.h"

namespace nhs::config {

enum class SourceKind : std::uint8_t { mastodon, bluesky, x, feed, careopinion, json };

/// What only a source of kind `x` has. Money in dollars.
struct XSettings {
  /// Which names the API is asked by: `tweet` (to 2.166), `post` (from 2.167), or `auto`.
  std::string dialect = "auto";
  /// Whether authors are asked for, each of which is billed.
  bool authors = true;
  double price_per_post = 0.005;
  double price_per_author = 0.010;
  double spend_per_day = 0.0;
  double spend_per_month = 0.0;
};

/// One `[[source]]`.
struct SourceConfig {
  std::string name;  ///< `[A-Za-z0-9._-]{1,64}`, each once
  SourceKind kind = SourceKind::mastodon;
  std::string url;
  std::chrono::seconds every{300};
  /// The longest time between two rounds when nothing new comes; 0 for four times `every`.
  std::chrono::seconds slowest{0};
  /// Without a success for so long it counts as silent; 0 for six times `slowest`, at least an hour.
  std::chrono::seconds silent_after{0};
  /// How far the first poll walks back; nothing for "all".
  std::optional<std::chrono::seconds> backfill;
  /// Name of a systemd credential, or a file's absolute path; empty for none.
  std::string credential;
  /// Empty for all of Config::topics.
  std::vector<std::string> topics;
  /// A feed whose every item counts, tagged or not.
  bool match_all = false;
  /// Whether stored posts are asked for again, to follow deletions.
  bool recheck = true;
  /// Bluesky: who signs in, a handle or DID.
  std::string account;
  /// json: the file that describes the service.
  std::filesystem::path service;
  XSettings x;
};

/// The longest time between two rounds, and that after which a source counts as silent, as they are in force.
std::chrono::seconds slowest_pace(const SourceConfig& source);
std::chrono::seconds silence_of(const SourceConfig& source);

/// One `[[query]]`: a search that people come back to.
struct SavedQuery {
  std::string name;  ///< `[A-Za-z0-9._-]{1,64}`, each once
  std::string text;  ///< as typed after `--query`
};

/// The usual wording of a public body.
inline constexpr std::string_view kUsualLawfulBasis =
    "Article 6(1)(e) of the UK GDPR with section 8 of the Data Protection Act 2018: the processing is necessary "
    "for a task in the public interest, namely to hear what people say in public about health and care services "
    "and to act on it, as part of the organisation's statutory functions";
inline constexpr std::string_view kUsualSpecialCategoryCondition =
    "Article 9(2)(g) of the UK GDPR with section 10 and Schedule 1, paragraph 6 of the Data Protection Act 2018: "
    "substantial public interest in the exercise of statutory functions, under an appropriate policy document; "
    "for what people say of themselves also Article 9(2)(e): they have manifestly made it public";

/// What the organisation says of its own processing, for the papers that `privacy-notice` and `dpia` write.
struct DataProtection {
  std::string controller;  ///< empty while nobody has said
  std::string contact;     ///< of the data protection officer; empty for Config::contact
  std::string lawful_basis{kUsualLawfulBasis};
  std::string special_category_condition{kUsualSpecialCategoryCondition};
  std::vector<std::string> recipients;
  std::string approved;  ///< by whom and when; empty for a draft
};

/// So long texts are kept unless something else is configured: for a year's trend judged by one version of
/// the classifier, and a yearly report that can be checked against its posts. Longer wants a reason in the
/// papers.
inline constexpr int kUsualTextDays = 365;

/// `[retention]`: how long a post's text, its author's hash and its sealed address are kept.
struct Retention {
  int text_days = kUsualTextDays;
  std::map<std::string, int> networks;  ///< those with days of their own, as configured
};

/// The longest that retention.text_days may be: nothing is kept for ever.
inline constexpr int kMostTextDays = 36'500;

/// The days in force for each network that has its own: those configured, and where none are, those that a
/// network's terms ask for and that are shorter than text_days.
std::map<std::string, int> text_days_by_network(const Retention& retention);

inline constexpr std::string_view kUsualSafeguarding =
    "Tell your organisation's safeguarding lead; out of hours, whoever is on call.";

struct Config {
  std::vector<std::string> topics{"NHSvalues"};
  std::string contact;
  std::filesystem::path database;
  std::filesystem::path control_socket;  ///< empty: see control::socket_of
  bool allow_private_addresses = false;
  bool allow_plain_http = false;
  std::filesystem::path ca_file;           ///< certificates trusted besides the system's; empty for none
  std::filesystem::path key_file;          ///< empty: see privacy::key_path
  std::vector<std::string> organisations;  ///< accounts whose mentions are not masked, as posts write them
  /// Posts whose author asks not to be indexed are left out, not only never quoted.
  bool drop_noindex = false;
  DataProtection data_protection;
  std::string timezone = "Europe/London";
  /// Public outputs show how many posts are about an inclusion group from so many on.
  int groups_shown_from = 15;
  Retention retention;
  std::vector<SourceConfig> sources;
  std::vector<IgnoreRule> ignore;
  /// As configured; concern_rules_in_force() lays them over the built-in ones.
  std::vector<ConcernRule> concerns;
  /// What whoever reads a concern is to do, in a sentence.
  std::string safeguarding{kUsualSafeguarding};
  /// Posts that are older when they come raise no concern.
  std::chrono::seconds concerns_look_back = std::chrono::hours{24 * 90};
  std::vector<SavedQuery> queries;
  std::vector<Campaign> campaigns;
  /// In force: those configured, and the usual ones of kinds that nobody configured.
  std::vector<AlertRule> alerts = usual_alerts();
  std::vector<NotifyTarget> targets;
  DigestRules digest;
  LogSettings log;
  MetricsSettings metrics;
  /// Where it was read from; empty for built-in defaults.
  std::filesystem::path file;
  /// All keys but those that may hold a secret, table by table, by name within one (keys_in_force.h).
  std::vector<KeyInForce> keys;
};

/// The names of its sources, in its order.
std::vector<std::string> source_names(const Config& config);

/// What the example file has for `contact`: a page that answers nobody.
inline constexpr std::string_view kPlaceholderContact = "https://example.org/contact";

/// Everything wrong with a configuration, a line each: `FILE:LINE: key: what is wrong, what is allowed`.
struct ConfigErrors {
  std::vector<std::string> lines;
};

/// Reads and checks a file. All faults are reported, in the file's order, not just the first; one of TOML
/// itself hides the others (`FILE:LINE: what`), and one of the whole file has no line. The file is at most 1
/// MiB. Relative paths in it count from its folder. option_table.h says what may stand in it.
tl::expected<Config, ConfigErrors> load(const std::filesystem::path& file);

/// The same for a text; name stands for the file in messages and for its folder.
tl::expected<Config, ConfigErrors> parse(std::string_view toml, const std::filesystem::path& name);

/// What holds without a file: the default topics and the user's own database
/// ($XDG_DATA_HOME/nhsvalues/nhsvalues.db, or ~/.local/share), no sources and no contact.
Config defaults();

/// Where the configuration is: option, $NHSVALUES_CONFIG, $XDG_CONFIG_HOME/nhsvalues/nhsvalues.toml (or
/// ~/.config), /etc/nhsvalues/nhsvalues.toml; nothing when none of these is there. One that was named but is
/// not there is no_input (66), one that may not be looked at no_permission (77).
Result<std::optional<std::filesystem::path>> find(const std::string& option);

/// All keys with type, default, whether a reload applies them and what they mean, in Markdown:
/// docs/configuration.md, byte for byte.
std::string reference_markdown();

/// A source's secret: the systemd credential of that name, else the file's content, trimmed. Fails with
/// configuration (78) in words that hold no secret: also for a file that others than its owner may read
/// (systemd's own are trusted), for an empty one, one over 8 KiB, and one with control characters within.
Result<std::string> read_credential(const std::string& credential);

}  // namespace nhs::config
