#pragma once

#include <boost/asio/awaitable.hpp>

namespace nhs::collector {

/// True once the coroutine that asks has been cancelled. It then still goes on, to keep what it has in hand.
boost::asio::awaitable<bool> told_to_stop();

}  // namespace nhs::collector
