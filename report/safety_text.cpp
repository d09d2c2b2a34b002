#include "report/safety_text.h"

#include <fmt/format.h>

#include "report/json_members.h"
#include "report/source_health.h"

namespace nhs::report {
namespace {

enum class KeyIs : std::uint8_t { at_hand, missing, another, not_visible };

KeyIs state_of(const SafetyState& state) {
  if (state.key.forbidden) return KeyIs::not_visible;
  if (state.key.fingerprint.empty()) return KeyIs::missing;
  return state.key.fingerprint == state.stored.key_fingerprint ? KeyIs::at_hand : KeyIs::another;
}

std::string_view id_of_key_state(KeyIs key) {
  switch (key) {
    case KeyIs::at_hand:
      return "at_hand";
    case KeyIs::missing:
      return "missing";
    case KeyIs::another:
      return "another";
    case KeyIs::not_visible:
      break;
  }
  return "not_visible";
}

/// Lines by which nobody can be kept out, for the key that they are under is not at hand. Where somebody said
/// that it is gone for good, they know.
struct UnderLostKey {
  std::int64_t forgotten = 0;
  std::int64_t removed = 0;
  std::string key = {};  ///< the first such one
};

UnderLostKey under_lost_key(const SafetyState& state) {
  UnderLostKey lines;
  if (state_of(state) != KeyIs::at_hand) return lines;
  for (const store::EarlierKeyInUse& each : store::not_held(state.stored.earlier_keys, state.key.previous)) {
    if (!store::keeps_anybody_out(each)) continue;
    lines.forgotten += each.forgotten;
    lines.removed += each.removed;
    if (lines.key.empty()) lines.key = each.fingerprint;
  }
  return lines;
}

std::string lost_key_warning(const UnderLostKey& lines, const std::string& file) {
  const std::string of_list = lines.forgotten == 1 ? "1 line" : fmt::format("{} lines", lines.forgotten);
  return fmt::format(
      "{} of the forget list and {} of the ledger are under a key that {} no longer holds: nothing is taken in, lest "
      "whoever is meant be among it; put its line `previous = ...` back from a copy of the file, or, if there is none: "
      "nhsvalues rotate-key --lost {}",
      of_list, lines.removed, file, lines.key);
}

std::string concerns_warning(const store::Safety& stored, UtcTime now) {
  const bool one = stored.open_concerns == 1;
  return fmt::format("{} {} for somebody to read {}{}: nhsvalues concerns",
                     one ? "1 post that may tell of harm"
                         : fmt::format("{} posts that may tell of harm", stored.open_concerns),
                     one ? "waits" : "wait", one ? "it" : "them",
                     stored.oldest_concern && now - *stored.oldest_concern >= std::chrono::minutes{1}
                         ? fmt::format("{}{}", one ? ", for " : ", the oldest for ",
                                       length_in_words(now - *stored.oldest_concern))
                         : "");
}

}  // namespace

std::vector<std::string> safety_warnings(const SafetyState& state, UtcTime now) {
  std::vector<std::string> warnings;
  if (state.stored.open_concerns > 0) warnings.push_back(concerns_warning(state.stored, now));
  if (!state.read_only.empty()) warnings.push_back(state.read_only);
  const KeyIs key = state_of(state);
  if (key == KeyIs::missing)
    warnings.push_back(
        fmt::format("the key is not at hand: {}; without it nothing is taken in, and nobody can be "
                    "forgotten: put back the file that the database was made with",
                    state.key.trouble));
  if (key == KeyIs::another)
    warnings.push_back(
        fmt::format("{} is not the key that the database was made with: nothing is taken in, and nobody "
                    "can be forgotten, until that is put back",
                    state.key.file.string()));
  if (const UnderLostKey lines = under_lost_key(state); !lines.key.empty())
    warnings.push_back(lost_key_warning(lines, state.key.file.string()));
  if (state.stored.erasing_since)
    warnings.push_back(
        fmt::format("what was erased {} is still in the bytes of the file; nhsvaluesd removes it once "
                    "nobody reads, or `nhsvalues forget --finish` does",
                    ago(*state.stored.erasing_since, now)));
  if (state.stored.concerns_unfinished)
    warnings.emplace_back(
        "the concern rules changed, and not all stored posts were held against them yet; nhsvaluesd "
        "does that bit by bit");
  return warnings;
}

void write_safety(JsonWriter& json, const SafetyState& state) {
  json.key("concerns").begin_object().key("open").integer(state.stored.open_concerns);
  write_time(json, "oldest_open_at", state.stored.oldest_concern);
  json.key("unfinished").boolean(state.stored.concerns_unfinished).end_object();
  write_time(json, "erasing_since", state.stored.erasing_since);
  json.key("key").text(id_of_key_state(state_of(state)));
  const UnderLostKey lines = under_lost_key(state);
  json.key("forgotten_under_lost_key").integer(lines.forgotten);
  json.key("removed_under_lost_key").integer(lines.removed);
  json.key("read_only").boolean(!state.read_only.empty());
}

}  // namespace nhs::report
