#include "report/status_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "report/alerts_view.h"
#include "report/retention_view.h"
#include "store/writer_lock.h"

namespace nhs::report {
namespace {

/// More than these make a line that nobody reads.
constexpr std::size_t kMostFindings = 4;

class Findings {
 public:
  void add(CheckState state, std::string words) {
    state_ = std::max(state_, state);
    found_.emplace_back(state, std::move(words));
  }
  CheckState state() const { return state_; }

  /// The worst first.
  std::string in_words() const {
    std::vector<std::string> words;
    for (const CheckState each : {CheckState::critical, CheckState::warning})
      for (const auto& [state, text] : found_)
        if (state == each) words.push_back(text);
    const std::size_t more = words.size() > kMostFindings ? words.size() - kMostFindings : 0;
    words.resize(words.size() - more);
    return fmt::format("{}{}", fmt::join(words, "; "), more > 0 ? fmt::format("; and {} more", more) : "");
  }

 private:
  CheckState state_ = CheckState::ok;
  std::vector<std::pair<CheckState, std::string>> found_;
};

/// The watched sources, and since when the worst of them has not answered.
struct Answers {
  std::int64_t watched = 0;
  std::int64_t late = 0;
  std::optional<std::chrono::seconds> longest;
};

/// When each topic had answered; nothing where one never did.
std::optional<UtcTime> last_answer(const std::string& source, const std::vector<SourceState>& states) {
  std::optional<UtcTime> last;
  for (const SourceState& state : states) {
    if (state.source != source) continue;
    if (!state.last_success_at) return std::nullopt;
    last = last ? std::min(*last, *state.last_success_at) : *state.last_success_at;
  }
  return last;
}

/// A server that wants a token, is gone, or whose quota is used up does not mend itself.
bool is_refused(const std::string& source, const std::vector<SourceState>& states) {
  return std::any_of(states.begin(), states.end(), [&](const SourceState& state) {
    return state.source == source && state.failure &&
           (*state.failure == FailureClass::needs_token || *state.failure == FailureClass::permanent ||
            *state.failure == FailureClass::money);
  });
}

Answers look_at_sources(const CheckedState& looked, const CheckLimits& limits, Findings& findings) {
  Answers answers;
  for (const WatchedSource& source : looked.around.configured_sources) {
    if (source.disabled) continue;
    ++answers.watched;
    const auto answered = last_answer(source.name, looked.status.sources);
    if (is_refused(source.name, looked.status.sources))
      findings.add(CheckState::warning, fmt::format("{}: does not answer us as it should", source.name));
    if (!answered) {
      ++answers.late;
      findings.add(CheckState::warning, fmt::format("{}: has not answered yet", source.name));
      continue;
    }
    const std::chrono::seconds since = looked.around.now - *answered;
    answers.longest = answers.longest ? std::max(*answers.longest, since) : since;
    const bool critical = limits.critical && since >= *limits.critical;
    if (!critical && since < limits.warning.value_or(source.silent_after)) continue;
    ++answers.late;
    findings.add(critical ? CheckState::critical : CheckState::warning,
                 fmt::format("{}: last answer {}", source.name, ago(*answered, looked.around.now)));
  }
  if (answers.watched == 0) findings.add(CheckState::warning, "no source is watched");
  if (answers.watched > 0 && answers.late == answers.watched)
    findings.add(CheckState::critical, "no source answers");
  return answers;
}

void look_at_daemon(const StatusSurroundings& around, Findings& findings) {
  // Between two runs nobody is at work: whether they come as often as they should, the sources tell.
  if (!around.writer && !around.collects_by_runs)
    findings.add(CheckState::critical, "nhsvaluesd is not running");
  else if (around.writer && !around.collects_by_runs && !store::is_collector(*around.writer))
    findings.add(CheckState::critical,
                 fmt::format("nhsvaluesd is not running: {} holds the database", *around.writer));
  if (!around.storage_trouble.empty()) findings.add(CheckState::critical, "no posts are taken in");
  if (around.configuration)
    for (const std::string& warning : configuration_warnings(*around.configuration))
      findings.add(CheckState::warning, warning);
}

std::int64_t firing(const store::KeptAlerts& alerts) {
  return std::count_if(alerts.standings.begin(), alerts.standings.end(),
                       [](const auto& each) { return each.phase == store::AlertPhase::firing; });
}

/// "2 alerts firing: concern, disk-space": each rule once, however many things it fires for.
std::string firing_in_words(const store::KeptAlerts& alerts) {
  std::vector<std::string> rules;
  for (const store::AlertStanding& each : alerts.standings)
    if (each.phase == store::AlertPhase::firing &&
        std::find(rules.begin(), rules.end(), each.rule) == rules.end())
      rules.push_back(each.rule);
  const std::size_t more = rules.size() - std::min(rules.size(), kMostFindings);
  rules.resize(rules.size() - more);
  const std::int64_t number = firing(alerts);
  return fmt::format("{} alert{} firing: {}{}", number, number == 1 ? "" : "s", fmt::join(rules, ", "),
                     more > 0 ? fmt::format(" and {} more", more) : "");
}

void look_at_rest(const CheckedState& looked, const CheckLimits& limits, Findings& findings) {
  if (looked.free_bytes && *looked.free_bytes < limits.free_warning)
    findings.add(*looked.free_bytes < limits.free_critical ? CheckState::critical : CheckState::warning,
                 fmt::format("{} MiB free on the database's disk", *looked.free_bytes / (1024 * 1024)));
  if (firing(looked.alerts) > 0) findings.add(CheckState::warning, firing_in_words(looked.alerts));
  if (const auto given_up = messages_given_up(looked.alerts, looked.around.now); given_up > 0)
    findings.add(CheckState::warning, fmt::format("{} message{} of alerts could not be delivered", given_up,
                                                  given_up == 1 ? "" : "s"));
  if (looked.around.retention && !overdue_purge_warning(*looked.around.retention, looked.around.now).empty())
    findings.add(CheckState::warning, looked.around.retention->held_until
                                          ? "the purge of old texts waits, for the clock may be wrong"
                                          : "the purge of old texts is late");
}

std::string seconds_of(const std::optional<std::chrono::seconds>& time) {
  return time ? fmt::format("{}", time->count()) : "";
}

/// `'label'=value[unit];[warning];[critical];[least]`
std::string performance(const CheckedState& looked, const CheckLimits& limits, const Answers& answers) {
  const store::StoreStatus& status = looked.status;
  const std::int64_t concerns = looked.around.safety ? looked.around.safety->stored.open_concerns : 0;
  std::string data = fmt::format("'posts'={};;;0 'posts_today'={};;;0 'sources'={};;;0 'late'={};;;0",
                                 status.posts, status.posts_today, answers.watched, answers.late);
  if (answers.longest)
    data += fmt::format(" 'last_answer'={}s;{};{};0", answers.longest->count(), seconds_of(limits.warning),
                        seconds_of(limits.critical));
  data += fmt::format(" 'database'={}B;;;0", status.database_bytes);
  if (looked.free_bytes)
    data +=
        fmt::format(" 'free'={}B;{}:;{}:;0", *looked.free_bytes, limits.free_warning, limits.free_critical);
  return data + fmt::format(" 'alerts'={};;;0 'outbox'={};;;0 'concerns'={};;;0 'gaps'={};;;0",
                            firing(looked.alerts), looked.alerts.waiting, concerns, status.gaps.size());
}

constexpr std::array<std::string_view, 4> kWords = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};

/// A bar begins the performance data, and a line's end the next line: neither may stand in the words.
std::string line_of(CheckState state, std::string words, const std::string& data) {
  std::replace(words.begin(), words.end(), '|', '/');
  std::replace(words.begin(), words.end(), '\n', ' ');
  return fmt::format("NHSVALUES {}: {}{}{}\n", kWords[static_cast<std::size_t>(state)], words,
                     data.empty() ? "" : " | ", data);
}

}  // namespace

Checked status_check(const CheckedState& looked, const CheckLimits& limits) {
  Findings findings;
  look_at_daemon(looked.around, findings);
  const Answers answers = look_at_sources(looked, limits, findings);
  look_at_rest(looked, limits, findings);
  std::string words = findings.in_words();
  if (words.empty())
    words = fmt::format("{} {}, {} posts ({} today)", answers.watched,
                        answers.watched == 1 ? "source answers" : "sources answer", looked.status.posts,
                        looked.status.posts_today);
  return {findings.state(), line_of(findings.state(), words, performance(looked, limits, answers))};
}

Checked unknown_check(const std::string& reason) {
  return {CheckState::unknown, line_of(CheckState::unknown, reason, "")};
}

}  // namespace nhs::report
