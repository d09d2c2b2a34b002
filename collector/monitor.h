#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "collector/poller.h"

namespace nhs::collector {

/// All sources of one configuration, each asked at its own pace, none holding up another. One thread: that of
/// the executor's io_context. Whatever it is given outlives it, and it outlives its coroutines: wait for
/// `when_done`.
class Monitor {
 public:
  Monitor(boost::asio::any_io_executor executor, std::vector<WatchedSource> sources,
          PollerSurroundings surroundings, Patience patience);

  /// Starts a run of every source. when_done gets the names of those that are still behind.
  void run_once(std::function<void(std::vector<std::string> behind)> when_done);

  /// Starts watching. when_done is called once stop() has taken effect everywhere.
  void run_for_ever(std::function<void()> when_done);

  /// Ends waiting and requests in flight at once; a page in hand is kept first.
  void stop();

 private:
  struct Watch;
  void start(Watch& watch, bool once);
  void one_done();

  boost::asio::any_io_executor executor_;
  std::vector<std::shared_ptr<Watch>> watches_;
  /// Coroutines that have not ended, and one for the monitor itself.
  std::size_t running_ = 0;
  bool stopped_ = false;
  std::function<void()> when_done_;
};

}  // namespace nhs::collector
