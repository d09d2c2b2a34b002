#include "collector/recheck_policy.h"

#include <algorithm>

namespace nhs::collector {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

constexpr std::chrono::hours kDay{24};

/// Four hours are left for a server that does not answer, or an allowance that begins anew at midnight.
constexpr std::chrono::hours kWithinADay{20};

constexpr std::chrono::hours kAfterUnclearAnswer{1};
constexpr std::chrono::hours kAfterManyUnclearAnswers{6};
constexpr std::chrono::hours kWhileInDoubt{6};

UtcTime asked_again_in_doubt(UtcTime first, UtcTime now) {
  if (now < first + kGoneTwice) return first + kGoneTwice;
  return std::min(now + kWhileInDoubt, first + kGoneTwiceInDoubt);
}

}  // namespace

std::chrono::seconds first_recheck(RecheckPace pace) {
  return pace == RecheckPace::daily ? kWithinADay : std::chrono::hours{1};
}

UtcTime next_recheck(RecheckPace pace, std::optional<UtcTime> written, UtcTime now) {
  if (pace == RecheckPace::daily) return now + kWithinADay;
  const UtcTime since = std::min(written.value_or(now), now);
  const auto age = now - since;
  for (const std::chrono::hours step : {1h, 6h, 24h})
    if (age < step) return std::max(since + step, now + 1h);
  return now + (age < 91 * kDay ? 7 * kDay : 30 * kDay);
}

RecheckRuling rule(const PostToRecheck& post, Sight sight, std::optional<UtcTime> present_at,
                   RecheckPace pace, UtcTime now) {
  RecheckRuling ruling{.ref = post.ref, .sight = sight};
  switch (sight) {
    case Sight::unclear:
      ruling.due_at = now + std::clamp<seconds>(now - post.unclear_since.value_or(now), kAfterUnclearAnswer,
                                                kAfterManyUnclearAnswers);
      ruling.gone_at = post.gone_at;
      break;
    case Sight::present:
      ruling.due_at = next_recheck(pace, post.created_at, now);
      break;
    case Sight::gone: {
      // A clock that was set back must not hold up what was said.
      const UtcTime first = std::min(post.gone_at.value_or(now), now);
      const bool vouched = present_at && *present_at >= first;
      ruling.gone_at = first;
      ruling.removed = post.gone_at && now - first >= (vouched ? kGoneTwice : kGoneTwiceInDoubt);
      // One that another source still shows stays, and is asked for here as if it were shown here too.
      if (ruling.removed)
        ruling.due_at = next_recheck(pace, post.created_at, now);
      else
        ruling.due_at = vouched ? first + kGoneTwice : asked_again_in_doubt(first, now);
      break;
    }
  }
  return ruling;
}

}  // namespace nhs::collector
