#include "daemon/housekeeping.h"

#include <spdlog/spdlog.h>

#include "store/kept_copies.h"

namespace nhs::daemon {
namespace {

constexpr std::chrono::hours kInterval{1};

}  // namespace

void Housekeeping::start() {
  timer_.expires_after(kInterval);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    if (store::remove_old_copies(database_, clock_.now()) > 0)
      spdlog::info(
          "a copy kept from before a change of the schema or a restore is a week old and was removed");
    start();
  });
}

void Housekeeping::stop() {
  stopped_ = true;
  timer_.cancel();
}

}  // namespace nhs::daemon
