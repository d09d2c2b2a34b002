#include "collector/told_to_stop.h"

#include <boost/asio/this_coro.hpp>

namespace nhs::collector {

boost::asio::awaitable<bool> told_to_stop() {
  const boost::asio::cancellation_state state = co_await boost::asio::this_coro::cancellation_state;
  co_return state.cancelled() != boost::asio::cancellation_type::none;
}

}  // namespace nhs::collector
