#include "collector/pause.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace nhs::collector {

boost::asio::awaitable<void> TimerPause::wait(std::chrono::milliseconds duration) {
  boost::asio::steady_timer timer{executor_, duration};
  co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

}  // namespace nhs::collector
