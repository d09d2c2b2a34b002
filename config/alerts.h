#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/values.h"

namespace nhs::config {

/// What an alert watches.
enum class AlertKind : std::uint8_t {
  volume_spike,     ///< more posts today than on the same weekday before
  share_shift,      ///< the share of a value is more than its usual ups and downs
  direction_shift,  ///< the same of how often a value is lived up to, fallen short of or only named
  concern,          ///< posts with words of concern wait for a reader
  stale_source,     ///< a source that answers no more
  disk_space,       ///< little room where the database is
  spend_forecast,   ///< a source that will have used up its month before it ends
  inclusion_group,  ///< new posts about an inclusion group
};

/// A span of the day in which nobody is told anything, in minutes from midnight; it may go over midnight.
struct QuietHours {
  int from = 0;
  int until = 0;

  bool operator==(const QuietHours&) const = default;
};

/// `22:00-07:00`; nothing for what is no such span, or one without length.
std::optional<QuietHours> parse_quiet_hours(std::string_view text);

/// One `[[alert]]`.
struct AlertRule {
  std::string name;  ///< `[A-Za-z0-9._-]{1,64}`, each once
  AlertKind kind = AlertKind::concern;
  bool on = true;
  std::chrono::seconds after{0};         ///< so long it has to hold, and so long it has to be over
  std::chrono::seconds repeat_every{0};  ///< 0: told once
  bool on_recovery = true;
  std::optional<QuietHours> quiet_hours = {};
  std::vector<std::string> to = {};         ///< names of targets; empty for all
  std::vector<std::string> sources = {};    ///< stale_source, spend_forecast; empty for all
  std::vector<Value> values = {};           ///< share_shift, direction_shift; empty for all six
  std::optional<Direction> direction = {};  ///< direction_shift; nothing for upheld and breached
  std::vector<Group> groups = {};           ///< inclusion_group; empty for all four
  int at_least = 10;                        ///< volume_spike: posts
  int free_mib = 1024;                      ///< disk_space
  int percent = 100;                        ///< spend_forecast: of what a month may cost
};

enum class TargetKind : std::uint8_t { email, webhook, file };

/// How a connection to a mail server is encrypted; it always is.
enum class MailSecurity : std::uint8_t { starttls, tls };

/// One `[[notify]]`: where alerts go.
struct NotifyTarget {
  std::string name;  ///< `[A-Za-z0-9._-]{1,64}`, each once
  TargetKind kind = TargetKind::file;
  /// email: the password; webhook: what it is signed with. A systemd credential's name or a file's path.
  std::string credential = {};
  bool allow_private_address = false;
  bool allow_plain_http = false;
  std::string server = {};  ///< email: `mail.example.org:587`
  MailSecurity security = MailSecurity::starttls;
  std::string user = {};  ///< email: empty to send without signing in
  std::string from = {};
  std::vector<std::string> recipients = {};
  std::string url = {};        ///< webhook
  std::string body = {};       ///< webhook: a JSON template; empty for the usual one
  std::filesystem::path path;  ///< file
};

/// What is on where nobody configured a rule of its kind: stale_source, disk_space and concern.
std::vector<AlertRule> usual_alerts();

/// A body of a webhook: JSON in which `{name}` stands, in a text, for a part of the message. A brace that
/// opens no such name stands for itself. Pure.
struct MessagePart {
  std::string_view name;
  std::string value;  ///< not yet escaped
};
std::string filled_body(std::string_view body, const std::vector<MessagePart>& parts);

/// What is wrong with such a body, to follow "must be"; nothing when it is right.
std::optional<std::string> fault_of_body(std::string_view body);

/// The names of a message's parts that a body may hold.
inline constexpr std::array<std::string_view, 8> kMessageParts = {"key",  "rule", "event", "title",
                                                                  "text", "at",   "posts", "command"};

}  // namespace nhs::config

template <>
struct nhs::Vocabulary<nhs::config::AlertKind> {
  static constexpr std::string_view noun = "kind of alert";
  static constexpr std::array<std::string_view, 8> ids = {
      "volume_spike", "share_shift", "direction_shift", "concern",
      "stale_source", "disk_space",  "spend_forecast",  "inclusion_group"};
};
template <>
struct nhs::Vocabulary<nhs::config::TargetKind> {
  static constexpr std::string_view noun = "kind of target";
  static constexpr std::array<std::string_view, 3> ids = {"email", "webhook", "file"};
};
template <>
struct nhs::Vocabulary<nhs::config::MailSecurity> {
  static constexpr std::string_view noun = "way of encryption";
  static constexpr std::array<std::string_view, 2> ids = {"starttls", "tls"};
};
