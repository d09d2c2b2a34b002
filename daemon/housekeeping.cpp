#include "daemon/housekeeping.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "daemon/long_work.h"
#include "store/kept_copies.h"
#include "store/written_anew.h"

namespace nhs::daemon {
namespace {

constexpr std::chrono::hours kInterval{1};

/// Each look that finds somebody reading waits for them, and nothing else happens meanwhile: so the rests
/// grow.
constexpr std::chrono::seconds kShortestRest{10};
constexpr std::chrono::seconds kLongestRest{300};
constexpr std::chrono::hours kBetweenLargeRewrites{24};

}  // namespace

void Housekeeping::start() {
  rest_ = kShortestRest;
  remove_copies_later();
  finish_erasing_later();
}

void Housekeeping::stop() {
  stopped_ = true;
  timer_.cancel();
  erasing_timer_.cancel();
}

void Housekeeping::remove_copies_later() {
  timer_.expires_after(kInterval);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    if (store::remove_old_copies(database_, clock_.now()) > 0)
      spdlog::info(
          "a copy kept from before a change of the schema or a restore is a week old and was removed");
    remove_copies_later();
  });
}

void Housekeeping::finish_erasing_later() {
  erasing_timer_.expires_after(rest_);
  erasing_timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    finish_erasing();
    finish_erasing_later();
  });
}

void Housekeeping::finish_erasing() {
  const LongWork work{"writing the database's file anew"};
  auto erasing = store_.finish_erasing(false);
  // Nothing else is done while a large file is written anew, and networks remove posts all day.
  if (erasing == store::Erasing::too_large && !written_anew_lately()) erasing = store_.finish_erasing(true);
  if (erasing == store::Erasing::finished) {
    if (!said_.empty()) spdlog::info("what was erased is gone from the database's files, too");
    said_.clear();
    rest_ = kShortestRest;
    return;
  }
  rest_ = std::min(2 * rest_, kLongestRest);
  say_what_is_left(erasing);
}

/// Each thing once, until another stands in the way.
void Housekeeping::say_what_is_left(const Result<store::Erasing>& erasing) {
  const bool is_fault = !erasing || *erasing == store::Erasing::no_room;
  std::string line = "what was erased goes from the database's files once nobody reads them";
  if (!erasing)
    line = fmt::format("what was erased is still in the database's files: {}", erasing.error().message);
  else if (*erasing == store::Erasing::no_room)
    line = "what was erased is still in the database's files, for there is no room to write them anew";
  else if (*erasing == store::Erasing::too_large)
    line = "what was erased goes from the database's files within a day, when they are written anew";
  if (line == said_) return;
  spdlog::log(is_fault ? spdlog::level::err : spdlog::level::info, "{}", line);
  said_ = std::move(line);
}

/// A clock that was set back is not waited for.
bool Housekeeping::written_anew_lately() const {
  const auto at = store::written_anew_at(database_);
  const UtcTime now = clock_.now();
  return at && *at <= now && now - *at < kBetweenLargeRewrites;
}

}  // namespace nhs::daemon
