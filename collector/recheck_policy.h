#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/recheck.h"
#include "core/time.h"

namespace nhs::collector {

/// How often a network wants its posts to be looked at again.
enum class RecheckPace : std::uint8_t {
  /// Often while they are new, for that is when people think better of them: at the age of an hour, six hours
  /// and a day, then every week, and from three months on every thirty days.
  by_age,
  /// Within a day, however old they are: X's terms give so long to follow a deletion.
  daily,
};

/// A "gone" has to be said twice, this far apart.
inline constexpr std::chrono::hours kGoneTwice{1};

/// The same for a server that has shown nothing else since it first said so: it may have lost everything, or
/// say so to everybody.
inline constexpr std::chrono::hours kGoneTwiceInDoubt{24};

/// How long after a source has first shown a post it is asked for it. Pure and thread-safe.
std::chrono::seconds first_recheck(RecheckPace pace);

/// When a post that was seen unharmed is asked for again. written: nothing where it is not known; then it
/// counts as new. Pure and thread-safe.
UtcTime next_recheck(RecheckPace pace, std::optional<UtcTime> written, UtcTime now);

/// What follows from an answer. Nothing does from one that does not say, but that the question is put off:
/// for as long as there was no word of the post before, an hour at least and six at most. "Gone" is believed
/// when it was said before, an hour ago or more, and the server has shown other posts since that first time;
/// where it has shown none, a day ago or more. "Present" makes an earlier "gone" void. Pure and thread-safe.
///
/// present_at: when the source last showed any post that it was asked for again; in this answer: now.
RecheckRuling rule(const PostToRecheck& post, Sight sight, std::optional<UtcTime> present_at,
                   RecheckPace pace, UtcTime now);

}  // namespace nhs::collector
