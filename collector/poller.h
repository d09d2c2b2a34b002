#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collector/archive.h"
#include "collector/backoff.h"
#include "collector/pause.h"
#include "collector/source.h"
#include "core/time.h"
#include "net/http.h"

namespace nhs::collector {

/// One configured source, ready to be asked.
struct WatchedSource {
  std::string name;
  std::unique_ptr<const Source> source;
  /// Asked one after the other; a feed has one that stands for all tags.
  std::vector<Topic> topics;
  std::chrono::seconds every{300};
};

/// How patient a run is. In one run of the daemon a source gets few tries and waits for its next turn; a run
/// of
/// `--once` goes on until it has caught up or its patience is used up.
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
  caught_up,  ///< backfill reached, newest page read, overlap re-scanned where due
  behind,     ///< stopped before that: failed, throttled, or told to stop
};

/// What all pollers of a process share. References outlive the pollers.
struct PollerSurroundings {
  net::HttpClient& http;
  Archive& archive;
  const Clock& clock;
  Pause& pause;
  /// Uniform in [0, 1); for jitter.
  std::function<double()> unit_random;
};

/// Asks one source, page by page, and keeps what it answers. Every failure is logged once, with the source
/// and the cause, and leaves the cursor where it was. One thread: that of the io_context its coroutines run
/// on.
class Poller {
 public:
  Poller(WatchedSource watched, PollerSurroundings surroundings, Patience patience);

  /// One run over all topics.
  boost::asio::awaitable<RunEnd> run_once();

  /// Runs at the source's pace until the coroutine is cancelled.
  boost::asio::awaitable<void> run_for_ever();

  const std::string& name() const { return watched_.name; }

 private:
  struct Run;

  boost::asio::awaitable<RunEnd> run_topics(std::vector<const Topic*> topics);
  boost::asio::awaitable<RunEnd> run_topic(const Topic& topic);
  boost::asio::awaitable<net::FetchResult> ask(net::HttpRequest request);
  boost::asio::awaitable<bool> answer_leads_on(Run& run, const net::FetchResult& answer);
  boost::asio::awaitable<bool> wait_out(std::chrono::milliseconds duration);
  boost::asio::awaitable<bool> endure(Run& run, FailureClass kind, const std::string& cause);
  boost::asio::awaitable<bool> heed(Run& run, UtcTime until, std::string_view why);
  bool keep_page(Run& run, const PageOfPosts& page);
  bool keep_state(Run& run);
  void plan_next(Run& run);
  std::vector<const Topic*> all_topics() const;
  std::vector<const Topic*> topics_due();
  UtcTime due_at(const Topic& topic);
  UtcTime servers_wish();
  std::chrono::milliseconds until_next_turn();
  std::string called(const Topic& topic) const;

  WatchedSource watched_;
  PollerSurroundings around_;
  Patience patience_;
  /// The waiting that this run has left, its own and that for servers which do not answer.
  std::chrono::milliseconds waiting_left_{};
};

}  // namespace nhs::collector
