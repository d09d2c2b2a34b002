#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "core/source_state.h"
#include "core/time.h"

namespace nhs::collector {

/// What decides when a topic of a source is asked again.
struct Turn {
  /// The source's own pace, and the slowest when it brings nothing new; the latter counts from `every` up.
  std::chrono::seconds every{300};
  std::chrono::seconds slowest{0};
  /// The publisher's wish not to be asked sooner.
  std::optional<std::chrono::seconds> ask_again_in;
  /// Successful runs in a row that brought nothing new.
  int quiet_runs = 0;
  /// Failed runs in a row that are waited out alike, and how the last one failed.
  int failures = 0;
  FailureClass failure = FailureClass::transient;
  /// How long nothing may be asked: the server's word, or an allowance that is used up.
  std::optional<std::chrono::seconds> wait;
};

/// The interval at which a healthy source is asked: `every`; after three quiet runs twice that, after three
/// more four times, and so on up to `slowest`. Pure and thread-safe.
std::chrono::seconds pace(std::chrono::seconds every, std::chrono::seconds slowest, int quiet_runs);

/// How long until the next turn: at the source's pace, never sooner than the publisher wishes; a walk that
/// was asked to wait goes on as soon as it may. After failures that may pass at twice `every`, then four
/// times, up to six hours; where a token is missing an hour, doubling to a day; where nothing but a change of
/// the configuration helps six hours, doubling to a day; where the money is used up, when it may be asked
/// again, else a day. Up to a tenth later by chance (ten minutes at most), so that many clients do not come
/// back together. Pure and thread-safe.
///
/// unit_random: uniform in [0, 1).
std::chrono::seconds rest_before(const Turn& turn, double unit_random);

/// Where within a minute, or within `every` when that is shorter, a source begins: so that a start with many
/// sources overdue does not ask all of them at once. The same at every start. Pure and thread-safe.
std::chrono::milliseconds phase_of(std::string_view source, std::chrono::seconds every);

/// How long after a start or a reload a topic rests by the plan that was made before; zero when it is
/// overdue. A plan made while the clock was ahead of today's is void, and none is followed for longer than a
/// day or `slowest`, nor beyond what today's `every` and `slowest` make of the last turn, for they may have
/// been longer; where a person has to mend something first, for no longer than `every`, for they may have
/// done so. Pure and thread-safe.
///
/// ask_again_in: the publisher's wish with its last answer.
std::chrono::seconds planned_rest(const SourceState& state, UtcTime now, std::chrono::seconds every,
                                  std::chrono::seconds slowest,
                                  std::optional<std::chrono::seconds> ask_again_in);

/// How long a server's wish, kept by an earlier process, still holds; zero when it does not. A day at most;
/// void as above. Pure and thread-safe.
std::chrono::seconds wish_left(const SourceState& state, UtcTime now);

}  // namespace nhs::collector
