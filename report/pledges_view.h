#pragma once

#include <string>

#include "core/json.h"
#include "report/terminal.h"
#include "store/pledge.h"

namespace nhs::report {

/// Pledges show nothing of the text of a post whose author asks not to be found.

/// What was asked, as far as it shows in the answer.
struct PledgesAsked {
  store::PledgesWanted wanted = store::PledgesWanted::all;
  /// All filters in words: "from 2026-11-01, compassion, on mastodon"; empty for none.
  std::string filters;
};

/// A reading, pledges by value, who made most, and each with what became of it.
std::string pledges_table(const store::Pledges& pledges, const PledgesAsked& asked, const TimeZone& zone,
                          const Terminal& terminal);

/// The shape `nhsvalues.pledges/1`.
std::string pledges_json(const store::Pledges& pledges);
/// The pledges alone, one a line.
std::string pledges_ndjson(const store::Pledges& pledges);
/// The pledges alone, with the last follow-up that holds.
std::string pledges_csv(const store::Pledges& pledges);

/// One pledge with what became of it, for a terminal.
std::string pledge_in_words(const store::Pledge& pledge, const TimeZone& zone, const Terminal& terminal);

/// Into an object that is open.
void write_pledge(JsonWriter& json, const store::Pledge& pledge);

/// `author 3f2a9c`: stable, of six digits of the keyed hash, which names nobody; two people in 16 million
/// share one. `unknown author` for nothing.
std::string author_alias(const std::optional<KeyedHash>& author);

}  // namespace nhs::report
