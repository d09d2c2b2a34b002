#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collector/allowance.h"
#include "collector/archive.h"
#include "collector/backoff.h"
#include "collector/hosts.h"
#include "collector/pause.h"
#include "collector/recheck.h"
#include "collector/silence.h"
#include "collector/source.h"
#include "collector/topic_run.h"
#include "core/time.h"
#include "net/http.h"

namespace nhs::collector {

/// One configured source, ready to be asked.
struct WatchedSource {
  std::string name;
  std::unique_ptr<const Source> source;
  /// Asked one after the other; a feed has one that stands for all tags.
  std::vector<Topic> topics;
  /// The shortest time between two turns, and the longest while it brings nothing new.
  std::chrono::seconds every{300};
  std::chrono::seconds slowest{0};
  /// How long after a start it is asked first when it is overdue (schedule.h: phase_of); zero for at once.
  std::chrono::milliseconds phase{0};
  /// Without an answer for so long it is called silent, once; zero for never.
  std::chrono::seconds silent_after{0};
  /// Whose budget its requests count against: a name for the secret, never the secret. Empty for none.
  std::string credential;
  /// Nothing where asking costs nothing that runs out.
  std::optional<Allowance> allowance;
  /// The shortest time from one request to the next.
  std::chrono::milliseconds pace{0};
  /// Whether its stored posts are asked for again, where it has a way to.
  bool rechecks = true;
};

/// How patient a run is. In one run of the daemon a source gets few tries and waits for its next turn; a run
/// of `--once` goes on until it has caught up, its backfill included, or its patience is used up.
struct Patience {
  int tries_in_a_row = 3;
  /// All waiting of one run together, for servers that hang too; nothing for a run of the daemon, which
  /// leaves a server's wish to wait to the next turn.
  std::optional<std::chrono::milliseconds> total;
  BackoffLimits backoff;
  /// Read the overlap again at least this often; zero for every run.
  std::chrono::seconds rescan_every{3600};
};

/// How a run ended.
enum class RunEnd : std::uint8_t {
  caught_up,  ///< newest page read, overlap re-scanned where due, backfill reached or left to the next turn
  behind,     ///< stopped before that: failed, throttled, or told to stop
};

/// What all pollers of a process share. References outlive the pollers.
struct PollerSurroundings {
  net::HttpClient& http;
  Archive& archive;
  const Clock& clock;
  Pause& pause;
  Hosts& hosts;
  /// Uniform in [0, 1); for jitter.
  std::function<double()> unit_random;
};

/// Asks one source, page by page, and keeps what it answers. Every failure is logged once, with the source
/// and the cause, and leaves the cursor where it was. All waiting is counted in steady time: a wall clock
/// that jumps neither hurries nor holds it up. One thread: that of the io_context its coroutines run on.
class Poller {
 public:
  /// Takes up the plans and the servers' wishes that the archive knows of.
  Poller(WatchedSource watched, PollerSurroundings surroundings, Patience patience);

  /// One run over all topics.
  boost::asio::awaitable<RunEnd> run_once();

  /// Runs at the source's pace until the coroutine is cancelled.
  boost::asio::awaitable<void> run_for_ever();

  const std::string& name() const { return watched_.name; }

 private:
  // Turns: poller.cpp.
  void take_up(const Topic& topic);
  boost::asio::awaitable<RunEnd> run_topics(std::vector<const Topic*> topics);
  boost::asio::awaitable<RunEnd> run_topic(const Topic& topic);
  bool goes_on_at_once(const TopicRun& run) const;
  void settle(TopicRun& run);
  void tell_breaker(TopicRun& run);
  void plan_next(TopicRun& run, std::optional<std::chrono::seconds> wait = std::nullopt);
  std::vector<const Topic*> topics_due() const;
  std::chrono::milliseconds until_next_turn() const;
  std::string called(const Topic& topic) const;

  // One run over one topic: poller_run.cpp.
  Result<TopicRun> begin(const Topic& topic);
  RunEnd end_of_walk(TopicRun& run);
  boost::asio::awaitable<RunEnd> walk(TopicRun& run);
  bool backfill_rests(const TopicRun& run) const;
  RunEnd finish(TopicRun& run, bool backfill_goes_on);
  void plan_after_success(TopicRun& run);
  boost::asio::awaitable<net::FetchResult> ask(net::HttpRequest request);
  boost::asio::awaitable<bool> answer_leads_on(TopicRun& run, const net::FetchResult& answer);
  bool keep_page(TopicRun& run, const PageOfPosts& page);
  bool gets_further(TopicRun& run, bool onwards);
  bool keep_step(TopicRun& run, const Proceed& step);
  bool keep_state(TopicRun& run, std::int64_t cost = 0);
  boost::asio::awaitable<bool> endure(TopicRun& run, FailureClass kind, const std::string& cause);
  void give_up(TopicRun& run, FailureClass kind, const std::string& cause);

  // What stands in the way of a request: poller_admission.cpp.
  boost::asio::awaitable<bool> may_ask(TopicRun& run, std::string server);
  bool admitted(TopicRun& run, const std::string& server);
  boost::asio::awaitable<bool> heed(TopicRun& run);
  boost::asio::awaitable<bool> keep_pace(TopicRun& run);
  boost::asio::awaitable<bool> wait_out(std::chrono::milliseconds duration);
  std::optional<std::chrono::seconds> held_for(const TopicRun& run);
  HostBudget& budget_of(const TopicRun& run);

  // Posts asked for again: poller_recheck.cpp.
  /// What a question has come to.
  enum class Asked : std::uint8_t {
    answered,  ///< there may be more that is due
    led_on,    ///< the same is to be asked once more
    stumbled,  ///< the server cannot answer it; fewer, or others, are to be asked for
    enough,    ///< for this turn
  };
  /// A failure that may be one post's.
  struct Stumble {
    std::string cause;
    std::chrono::seconds rest{};
    std::int64_t cost = 0;
  };
  bool rechecks() const;
  boost::asio::awaitable<void> recheck();
  boost::asio::awaitable<Asked> recheck_batch(const Topic& topic);
  boost::asio::awaitable<Asked> put_question(TopicRun& run, Archive::Due& due);
  boost::asio::awaitable<bool> may_recheck(TopicRun& run);
  Result<std::size_t> posts_at_once(const RecheckManner& manner);
  Asked take_recheck(TopicRun& run, Archive::Due& due, const net::FetchResult& answer);
  Asked isolate(TopicRun& run, const Archive::Due& due, const Stumble& stumble);
  bool keep_reread(TopicRun& run, const Archive::Due& due, const Reread& reread, std::int64_t cost);
  bool keep_step_of_recheck(TopicRun& run, std::int64_t cost);
  std::chrono::seconds recheck_interval() const;
  void put_off_rechecks();
  void leave_rechecks(std::chrono::seconds rest, const std::string& cause);

  // What requests cost: poller_spending.cpp.
  Result<void> count_reserved();
  bool affords(TopicRun& run);
  bool reserve(TopicRun& run);
  bool pay(TopicRun& run, const net::FetchResult& answer, const PollOutcome* outcome);
  std::int64_t cost_of(const PageOfPosts& page) const;

  WatchedSource watched_;
  PollerSurroundings around_;
  Patience patience_;
  Silence silence_;
  /// When each topic's next turn is.
  std::map<std::string, SteadyTime> next_turn_;
  /// The waiting that this run has left, its own and that for servers which do not answer.
  std::chrono::milliseconds waiting_left_{};
  /// Before this no stored post is asked for again.
  SteadyTime next_recheck_{};
  /// While it is looked for over which post a server stumbles: so many are asked for at once. 0 for no such
  /// limit.
  std::size_t recheck_at_most_ = 0;
  /// Posts asked for alone over which it stumbled, without an answer in between.
  int stumbled_in_a_row_ = 0;
  /// A topic of the present turn has had no answer, and the server is at fault.
  bool in_trouble_ = false;
  /// Why they could not be, last time; empty when they could.
  std::string recheck_trouble_;
  /// When the source was asked last.
  std::optional<SteadyTime> last_asked_;
  /// What was asked since the archive last took the count. What it cost is never in here: that is kept with
  /// the state that no longer reserves it, or not at all.
  FetchCounts not_kept_;
};

}  // namespace nhs::collector
