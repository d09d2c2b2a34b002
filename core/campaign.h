#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "core/values.h"

namespace nhs {

/// A time in which the team did something that may be heard in the posts: the launch of a network, a
/// programme of some months, a stall in the market on one day.
struct Campaign {
  std::string name;   ///< as `--campaign` takes it; each once
  std::string title;  ///< as people read it; empty for the name
  LocalDay since{};   ///< its first day
  /// The day after its last; nothing for one that has no end yet.
  std::optional<LocalDay> until;
  std::vector<std::string> tags;      ///< hashtags that its posts carry, without `#`
  std::vector<Value> values;          ///< that it is about; empty for all
  std::vector<std::string> accounts;  ///< the team's own that post for it; `h:…` as exports write authors
  // What the team put down, a line each, in its own words.
  std::vector<std::string> objectives;
  std::vector<std::string> inputs;
  std::vector<std::string> activities;
  /// Whether outputs for others (`--audience public`) may name it.
  bool is_public = false;
};

/// The title, or the name where there is none.
const std::string& title_of(const Campaign& campaign);

/// Whether it has a day in [from, to).
bool touches(const Campaign& campaign, LocalDay from, LocalDay to);

/// Those that have a day in [from, to), by their first day, of those that begin together the longer first.
std::vector<Campaign> campaigns_between(const std::vector<Campaign>& campaigns, LocalDay from, LocalDay to);

/// Of these only what others may be told.
std::vector<Campaign> public_campaigns_between(const std::vector<Campaign>& campaigns, LocalDay from,
                                               LocalDay to);

}  // namespace nhs
