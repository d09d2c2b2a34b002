#include "daemon/alerts.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "daemon/source_facts.h"
#include "notify/evaluation.h"
#include "store/disk_room.h"
#include "store/reader.h"

namespace nhs::daemon {
namespace {

using namespace std::chrono_literals;

/// The rules that change quickest are looked at once a minute; what could not be delivered is due by the
/// second.
constexpr std::chrono::seconds kBetweenEvaluations = 15s;
/// Of `--once`, between two looks whether all is delivered.
constexpr std::chrono::milliseconds kTurn = 50ms;
/// What is past its days is forgotten also where nothing is told.
constexpr std::chrono::hours kBetweenSweeps{24};

/// When a rule counts as looked at at a start, so that its turn comes when it should. By what was collected
/// before, a busy day of then would be over; and what was not asked meanwhile is neither silent nor answers
/// again. So collecting begins first.
UtcTime looked_at_before(config::AlertKind kind, UtcTime start) {
  switch (kind) {
    case config::AlertKind::volume_spike:
    case config::AlertKind::share_shift:
    case config::AlertKind::direction_shift:
      return start - notify::looked_at_every(kind) + kBetweenEvaluations;
    case config::AlertKind::stale_source:
      return start;
    case config::AlertKind::concern:
    case config::AlertKind::disk_space:
    case config::AlertKind::spend_forecast:
    case config::AlertKind::inclusion_group:
      break;
  }
  return start - notify::looked_at_every(kind);
}

/// Whether so long has passed; true too where the clock was ahead then and has been put right.
bool has_passed(std::chrono::seconds every, UtcTime since, UtcTime now) {
  return now < since || now - since >= every;
}

}  // namespace

Alerts::Alerts(boost::asio::io_context& io, store::PostStore& store, const Clock& clock,
               const config::Config& config, TellLookedAt tell_looked_at)
    : io_(io),
      timer_(io),
      store_(store),
      clock_(clock),
      config_(config),
      outbox_(
          io.get_executor(), store, clock, [this] { return std::uniform_real_distribution<>{}(random_); },
          [](const std::string& line) { spdlog::error("{}", line); }),
      tell_looked_at_(std::move(tell_looked_at)) {}

/// By a configuration no rule of which was looked at yet.
void Alerts::begin_anew() {
  looked_at_.clear();
  truly_looked_at_.clear();
  tell_looked_at_(truly_looked_at_);
  use_targets();
}

/// Targets may have come since a rule first told, with nobody to tell.
void Alerts::use_targets() {
  std::vector<std::string> rules;
  for (const config::AlertRule& rule : config_.alerts)
    if (rule.on && !notify::targets_of(rule, config_).empty()) rules.push_back(rule.name);
  if (const auto told = store_.tell_anew_where_nobody_was_told(rules); !told)
    spdlog::error("looking for what alerts told nobody: {}; it is tried again at the next start or reload",
                  told.error().message);
  outbox_.use(config_, notify::Outbox::OtherTargets::given_up);
}

void Alerts::start() {
  begin_anew();
  const UtcTime now = clock_.now();
  for (const config::AlertRule& rule : config_.alerts)
    looked_at_[rule.name] = looked_at_before(rule.kind, now);
  outbox_.look();
  look_after(0s);
}

void Alerts::stop() {
  stopped_ = true;
  timer_.cancel();
  outbox_.stop();
}

void Alerts::reload() { begin_anew(); }

void Alerts::run_for(std::chrono::steady_clock::duration most) {
  begin_anew();
  look(true);
  const auto began = std::chrono::steady_clock::now();
  io_.restart();
  outbox_.look();
  while (!outbox_.idle() && std::chrono::steady_clock::now() - began < most) io_.run_for(kTurn);
  outbox_.stop();
  io_.run_for(kTurn);
}

void Alerts::look_after(std::chrono::seconds rest) {
  timer_.expires_after(rest);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    look(false);
    outbox_.look();
    look_after(kBetweenEvaluations);
  });
}

void Alerts::look(bool at_all_rules) {
  const UtcTime now = clock_.now();
  const auto found = seen(due(at_all_rules, now), now);
  const bool is_due = found && (!found->changes.none() || has_passed(kBetweenSweeps, swept_at_, now));
  const auto kept = !found   ? Result<void>{tl::unexpected(found.error())}
                    : is_due ? store_.keep_alerts(found->changes, now)
                             : Result<void>{};
  if (!kept) {
    if (!std::exchange(failing_, true))
      spdlog::error("looking at the rules of alerts: {}; it is tried again", kept.error().message);
    return;
  }
  failing_ = false;
  const std::size_t before = truly_looked_at_.size();
  for (const config::AlertRule* rule : found->rules) {
    looked_at_[rule->name] = now;
    truly_looked_at_.insert(rule->name);
  }
  if (truly_looked_at_.size() > before) tell_looked_at_(truly_looked_at_);
  if (is_due) swept_at_ = now;
  for (const auto& [message, targets] : found->changes.messages)
    spdlog::log(message.event == store::AlertEvent::recovered ? spdlog::level::info : spdlog::level::warn,
                "alert {}: {}; see `nhsvalues alerts`", message.rule, message.title);
}

/// The rules whose turn it is.
Alerts::Rules Alerts::due(bool at_all_rules, UtcTime now) const {
  Rules due;
  for (const config::AlertRule& rule : config_.alerts) {
    const auto last = looked_at_.find(rule.name);
    const bool is_turn = at_all_rules || last == looked_at_.end() ||
                         has_passed(notify::looked_at_every(rule.kind), last->second, now);
    if (rule.on && is_turn) due.push_back(&rule);
  }
  return due;
}

/// The rules as they are found now. One that cannot be looked at keeps no other from being told.
Result<Alerts::Seen> Alerts::seen(const Rules& due, UtcTime now) {
  if (due.empty()) return Seen{};
  const auto standings = store_.alert_standings();
  if (!standings) return tl::unexpected(standings.error());
  const auto reader = store::Reader::open(config_.database);
  if (!reader) return tl::unexpected(reader.error());
  const auto around = surroundings(reader->zone(), now);
  if (!around) return tl::unexpected(around.error());
  Seen all;
  std::vector<notify::Looked> looked;
  for (const config::AlertRule* rule : due) {
    auto found = notify::observe(*rule, *reader, *around, *standings);
    if (!found) {
      tell_fault(*rule, found.error());
      continue;
    }
    faulty_.erase(rule->name);
    all.rules.push_back(rule);
    looked.push_back({rule, *std::move(found)});
  }
  const auto zone = TimeZone::named(config_.timezone);
  all.changes = notify::evaluated(looked, *standings, config_, zone ? *zone : reader->zone(), now);
  return all;
}

void Alerts::tell_fault(const config::AlertRule& rule, const Error& fault) {
  if (faulty_.insert(rule.name).second)
    spdlog::error("looking at the alert {}: {}; the others are looked at, and this one is tried again",
                  rule.name, fault.message);
}

Result<notify::Surroundings> Alerts::surroundings(const TimeZone& zone, UtcTime now) {
  const auto disabled = store_.disabled_sources();
  if (!disabled) return tl::unexpected(disabled.error());
  notify::Surroundings around{now, zone};
  around.sources = source_facts(config_, *disabled, now);
  if (const auto room = store::disk_room(config_.database)) around.room = *room;
  return around;
}

}  // namespace nhs::daemon
