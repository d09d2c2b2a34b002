#pragma once

#include <optional>

#include "collector/pause.h"
#include "core/time.h"
#include "net/http.h"

namespace nhs::collector {

/// What a server still answers to one credential (or to all who have none), shared by everything that asks it
/// so. Kept in steady time: the wall clock may jump. Not thread-safe.
class HostBudget {
 public:
  /// Why nothing may be asked, and how long.
  struct Hold {
    SteadyTime until;
    /// The server said so itself; else we stop short of its limit.
    bool wished = false;
  };

  /// What is in the way of the next request; nothing when it may be made.
  std::optional<Hold> hold(SteadyTime now) const;

  /// Takes in what an answer's headers say is left (net::rate_budget). At a twentieth of the limit no more is
  /// asked until the reset: the rest is for others behind the same address, and so we are never told off.
  ///
  /// wall: the wall clock's time at `now`.
  void observe(const net::HttpResponse& response, UtcTime wall, SteadyTime now);

  /// Whether there is enough left for questions that can wait: more than half of the limit, as far as the
  /// server tells one.
  bool has_spare(SteadyTime now) const;

  /// Heeds the server's wish not to be asked before this; a longer one that stands stays.
  void hold_until(SteadyTime until);

 private:
  std::optional<SteadyTime> wished_until_;
  std::optional<SteadyTime> reserved_until_;
  /// Half of the limit was used, until then.
  std::optional<SteadyTime> half_used_until_;
};

}  // namespace nhs::collector
