#include <spdlog/spdlog.h>

#include "collector/poller.h"
#include "collector/spend_guard.h"

namespace nhs::collector {

/// Requests whose answer was never kept, for the process was killed or the disk was full, count with the most
/// that they may have cost: before anything else is asked, whichever topic they were for.
Result<void> Poller::count_reserved() {
  if (!watched_.allowance) return {};
  for (const Topic& topic : watched_.topics) {
    auto state = around_.archive.state(watched_.name, topic.tag);
    if (!state) return tl::unexpected(state.error());
    if (state->reserved == 0) continue;
    FetchCounts counts = not_kept_;
    counts.spent += state->reserved;
    state->reserved = 0;
    const auto kept = around_.archive.keep_state(*state, counts);
    if (!kept) return tl::unexpected(kept.error());
    not_kept_ = {};
  }
  return {};
}

bool Poller::affords(TopicRun& run) {
  if (!watched_.allowance) return true;
  const UtcTime now = around_.clock.now();
  RecheckManner manner;
  if (rechecks()) manner = watched_.source->rechecker()->manner(run.state.cursor, now);
  const auto stop = spend_stop(around_.archive, watched_.name, *watched_.allowance, now, manner.price_of_post,
                               first_recheck(manner.pace));
  if (!stop) {
    spdlog::error("{}: {}", called(run.topic), stop.error().message);
    return false;
  }
  if (!*stop) return true;
  const std::string& words = (*stop)->in_words;
  const bool by_plan = (*stop)->limit == SpendLimit::day;
  std::string& told = by_plan ? run.state.notice : run.state.last_error;
  if (told != words)
    spdlog::log(by_plan ? spdlog::level::info : spdlog::level::warn, "{}: {}", called(run.topic), words);
  told = words;
  if (!by_plan) {
    run.state.failure = FailureClass::money;
    if (!run.state.failing_since) run.state.failing_since = now;
  }
  plan_next(run, (*stop)->until - now);
  keep_state(run);
  return false;
}

/// Puts down what the next request may cost, so that it counts even if nobody lives to keep its answer. False
/// when that cannot be kept: then nothing may be asked.
bool Poller::reserve(TopicRun& run) {
  if (!watched_.allowance) return true;
  run.state.reserved = dearest_request(*watched_.allowance);
  if (keep_state(run)) return true;
  run.state.reserved = 0;
  return false;
}

/// Puts down what a request has cost that led to no page, before anything else is waited for. Where that
/// cannot be kept, what was reserved for it stands.
///
/// outcome: nothing when the answer was not read.
bool Poller::pay(TopicRun& run, const net::FetchResult& answer, const PollOutcome* outcome) {
  if (!watched_.allowance) return true;
  const bool billed = outcome == nullptr || !std::holds_alternative<Proceed>(*outcome);
  const std::int64_t cost =
      billed ? cost_without_page(*watched_.allowance, answer) : watched_.allowance->per_request;
  const std::int64_t reserved = std::exchange(run.state.reserved, 0);
  if (keep_state(run, cost)) return true;
  run.state.reserved = reserved;
  return false;
}

std::int64_t Poller::cost_of(const PageOfPosts& page) const {
  return watched_.allowance ? watched_.allowance->per_request + page.cost : page.cost;
}

}  // namespace nhs::collector
