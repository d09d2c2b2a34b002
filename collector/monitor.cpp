#include "collector/monitor.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

namespace nhs::collector {

namespace asio = boost::asio;

struct Monitor::Watch {
  Watch(WatchedSource source, const PollerSurroundings& surroundings, Patience patience)
      : poller(std::move(source), surroundings, patience) {}

  Poller poller;
  asio::cancellation_signal stop;
  bool behind = true;
};

namespace {

asio::awaitable<void> watch_once(Poller& poller, bool& behind) {
  behind = co_await poller.run_once() == RunEnd::behind;
}

}  // namespace

Monitor::Monitor(asio::any_io_executor executor, std::vector<WatchedSource> sources,
                 PollerSurroundings surroundings, Patience patience)
    : executor_(std::move(executor)) {
  for (WatchedSource& source : sources)
    watches_.push_back(std::make_shared<Watch>(std::move(source), surroundings, patience));
}

void Monitor::run_once(std::function<void(std::vector<std::string>)> when_done) {
  when_done_ = [this, done = std::move(when_done)] {
    std::vector<std::string> behind;
    for (const auto& watch : watches_)
      if (watch->behind) behind.push_back(watch->poller.name());
    done(std::move(behind));
  };
  running_ = watches_.size() + 1;
  for (const auto& watch : watches_) start(*watch, true);
  stopped_ = true;
  asio::post(executor_, [this] { one_done(); });
}

void Monitor::run_for_ever(std::function<void()> when_done) {
  when_done_ = std::move(when_done);
  running_ = watches_.size() + 1;
  for (const auto& watch : watches_) start(*watch, false);
}

void Monitor::start(Watch& watch, bool once) {
  auto coroutine = once ? watch_once(watch.poller, watch.behind) : watch.poller.run_for_ever();
  auto ended = [this](std::exception_ptr broken) {
    // Expected failures are values; what arrives here is a broken invariant and must not be lived with.
    if (broken) std::rethrow_exception(broken);
    one_done();
  };
  asio::co_spawn(executor_, std::move(coroutine),
                 asio::bind_cancellation_slot(watch.stop.slot(), std::move(ended)));
}

void Monitor::one_done() {
  if (--running_ == 0 && when_done_) std::exchange(when_done_, nullptr)();
}

void Monitor::stop() {
  for (const auto& watch : watches_) watch->stop.emit(asio::cancellation_type::terminal);
  if (!std::exchange(stopped_, true)) asio::post(executor_, [this] { one_done(); });
}

}  // namespace nhs::collector
