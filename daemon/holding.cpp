#include "daemon/holding.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace nhs::daemon {

void Holding::start() {
  timer_.expires_after(kInterval);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    const auto held = look();
    const bool waits = waits_for_it(held);
    // Whatever is about to be put right is by the next look.
    const bool missed = !held && !waits;
    if (std::exchange(missed_, missed) && missed) return lost_(held.error());
    start();
  });
}

/// What was only moved away may be put back, and nothing is stored meanwhile: a new start would begin with an
/// empty database, without the forget list and with nothing spent.
bool Holding::waits_for_it(const Result<void>& held) {
  const bool away = !held && store_.file_name() == store::FileName::nobodys;
  const bool was_away = std::exchange(away_, away);
  if (away && !was_away) spdlog::error("nothing is stored: {}", held.error().message);
  if (held && was_away) spdlog::info("the database is back in its place");
  return away;
}

void Holding::stop() {
  stopped_ = true;
  timer_.cancel();
}

Result<void> Holding::look() {
  if (auto in_place = store_.check_in_place(); !in_place) return in_place;
  return look_at_lock();
}

/// Where it can only not be taken at present, as on a full disk, collecting goes on.
Result<void> Holding::look_at_lock() {
  const auto anew = lock_.hold_on();
  if (!anew && anew.error().status == ExitStatus::try_again) return tl::unexpected(anew.error());
  if (!anew && anew.error().message != said_)
    spdlog::error("somebody removed the database's lock file, and it cannot be made anew: {}",
                  anew.error().message);
  if (anew && *anew)
    spdlog::warn(
        "somebody removed the database's lock file, which keeps two from writing at once; it was made anew: "
        "leave it where it is");
  said_ = anew ? std::string{} : anew.error().message;
  return {};
}

}  // namespace nhs::daemon
