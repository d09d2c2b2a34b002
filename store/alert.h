#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"
#include "core/values.h"

namespace nhs::store {

/// How far an alert's rule is with one thing that it watches.
enum class AlertPhase : std::uint8_t {
  quiet,    ///< it does not hold; kept for its mark
  pending,  ///< it holds, not yet for long enough
  firing,
};

/// What a message says of it.
enum class AlertEvent : std::uint8_t {
  fired,
  still,  ///< it goes on
  more,   ///< there are new causes
  recovered,
  test,    ///< somebody tries whether messages arrive
  digest,  ///< no alert: what a day or a week brought
};

/// Where a rule stands with one thing: a source, a value, a group, or all there is.
struct AlertStanding {
  std::string rule;
  std::string subject;  ///< empty for a rule that watches one thing alone
  AlertPhase phase = AlertPhase::quiet;
  UtcTime since{};  ///< of the phase
  /// The last message of this firing, of new posts about a group the last of all; nothing before the first.
  std::optional<UtcTime> told_at = {};
  std::optional<UtcTime> clear_since = {};  ///< since when it no longer holds, while it is firing
  std::int64_t mark = 0;                    ///< causes up to this one were told (notify/standing.h)

  bool operator==(const AlertStanding&) const = default;
};

/// What people are told: numbers, references of posts and where to look; never what a post says or who wrote
/// it.
struct AlertMessage {
  std::string key;  ///< given by the store: the same however often it is sent, and no other message's
  std::string rule;
  AlertEvent event = AlertEvent::fired;
  UtcTime at{};
  std::string title;                     ///< a line
  std::string text;                      ///< lines
  std::string command;                   ///< that shows more
  std::vector<std::int64_t> posts = {};  ///< references; not always all
  /// How many posts it is about that are not among those; nothing where that is not known.
  std::optional<std::int64_t> posts_not_listed = {};
  std::string digest = {};  ///< `daily/2026-11-25`: the digest that it is; empty for none
  std::string html = {};    ///< of a digest: the same for mail that is read with its looks
};

/// What a look at the rules changes, kept whole or not at all.
struct AlertChanges {
  std::vector<AlertStanding> standings;                      ///< as they are now
  std::vector<std::pair<std::string, std::string>> dropped;  ///< rule and subject of those that are no more
  std::vector<std::pair<AlertMessage, std::vector<std::string>>> messages;  ///< with the targets they go to

  bool none() const { return standings.empty() && dropped.empty() && messages.empty(); }
};

/// No message waits longer than this for its next try.
inline constexpr std::chrono::hours kLongestUntilRetry{1};

/// A message on its way to a target.
struct AlertDelivery {
  std::int64_t alert = 0;
  std::string target;
  int tries = 0;
  std::optional<UtcTime> next_at = {};  ///< when it is tried next; nothing once it is over
  std::optional<UtcTime> delivered_at = {};
  std::string trouble = {};  ///< why the last try failed; empty after none or a success
  AlertMessage message = {};
};

/// What came of a try.
struct DeliveryNote {
  std::optional<UtcTime> delivered_at = {};
  std::optional<UtcTime> next_at = {};  ///< nothing: it is over, delivered or given up
  std::string trouble = {};
};

/// A message as it was kept, with how its deliveries stand.
struct KeptAlert {
  std::int64_t id = 0;
  AlertMessage message;
  std::vector<AlertDelivery> deliveries;  ///< without their messages
};

struct KeptAlerts {
  std::vector<AlertStanding> standings;  ///< by rule and subject
  std::vector<KeptAlert> messages;       ///< newest first
  std::int64_t waiting = 0;              ///< deliveries not over
  std::int64_t given_up = 0;             ///< of the messages kept
};

/// Posts about an inclusion group that came after a mark.
struct NewAboutGroup {
  std::int64_t posts = 0;
  std::vector<std::int64_t> refs;  ///< at most 20, oldest first
  std::int64_t newest = 0;         ///< the highest reference of all posts: the next mark
};

}  // namespace nhs::store

template <>
struct nhs::Vocabulary<nhs::store::AlertPhase> {
  static constexpr std::string_view noun = "phase";
  static constexpr std::array<std::string_view, 3> ids = {"quiet", "pending", "firing"};
};
template <>
struct nhs::Vocabulary<nhs::store::AlertEvent> {
  static constexpr std::string_view noun = "event";
  static constexpr std::array<std::string_view, 6> ids = {"fired",     "still", "more",
                                                          "recovered", "test",  "digest"};
};
