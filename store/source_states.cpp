#include "store/source_states.h"

#include <algorithm>

#include "core/text.h"

namespace nhs::store {
namespace {

const std::string kSelectState =
    "SELECT source.name, topic, last_attempt_at, last_success_at, caught_up_at, last_rescan_at, "
    "next_poll_at, asked_to_wait_until, failures, last_error, cursor, notice, quiet_runs, failing_since, "
    "failure, unread_from, unread_to, failures_alike, reserved FROM source_state JOIN source "
    "ON source.id = source_id ";

/// All but the cursor.
SourceState read_state(const Query& row) {
  SourceState state;
  state.source = row.bytes(0);
  state.topic = row.bytes(1);
  state.last_attempt_at = row.maybe_time(2);
  state.last_success_at = row.maybe_time(3);
  state.caught_up_at = row.maybe_time(4);
  state.last_rescan_at = row.maybe_time(5);
  state.next_poll_at = row.maybe_time(6);
  state.asked_to_wait_until = row.maybe_time(7);
  state.failures = static_cast<int>(row.integer(8));
  state.last_error = row.bytes(9);
  state.notice = row.bytes(11);
  state.quiet_runs = static_cast<int>(row.integer(12));
  state.failing_since = row.maybe_time(13);
  if (!row.is_null(14)) state.failure = static_cast<FailureClass>(row.integer(14));
  if (!row.is_null(15)) state.unread = TimeSpan{row.time(15), row.time(16)};
  state.failures_alike = static_cast<int>(row.integer(17));
  state.reserved = row.integer(18);
  return state;
}

}  // namespace

void write_source_state(Database& database, Names& names, const SourceState& state) {
  database.run(
      "INSERT OR REPLACE INTO source_state (source_id, topic_folded, topic, cursor, last_attempt_at, "
      "last_success_at, caught_up_at, last_rescan_at, next_poll_at, asked_to_wait_until, failures, "
      "last_error, notice, quiet_runs, failing_since, failure, unread_from, unread_to, failures_alike, "
      "reserved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      names.source(state.source), tag_key(state.topic), state.topic, Blob{state.cursor},
      state.last_attempt_at, state.last_success_at, state.caught_up_at, state.last_rescan_at,
      state.next_poll_at, state.asked_to_wait_until, state.failures, state.last_error, state.notice,
      state.quiet_runs, state.failing_since, state.failure,
      state.unread ? std::optional{state.unread->from} : std::nullopt,
      state.unread ? std::optional{state.unread->to} : std::nullopt, state.failures_alike, state.reserved);
}

void write_gap(Database& database, Names& names, const Gap& gap) {
  database.run(
      "INSERT INTO gap (source_id, from_at, to_at, cause) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      names.source(gap.source), gap.from, gap.to, gap.cause);
}

std::optional<SourceState> read_source_state(Database& database, const std::string& source,
                                             const std::string& topic) {
  static const std::string sql = kSelectState + "WHERE source.name = ? AND topic_folded = ?";
  Query query = database.query(sql);
  query.bind(source, tag_key(topic));
  if (!query.next()) return std::nullopt;
  SourceState state = read_state(query);
  state.cursor = query.bytes(10);
  return state;
}

std::vector<SourceState> read_source_states(Database& database) {
  static const std::string sql = kSelectState + "ORDER BY source.name, topic_folded";
  std::vector<SourceState> states;
  Query query = database.query(sql);
  while (query.next()) states.push_back(read_state(query));
  return states;
}

std::vector<Gap> read_gaps(Database& database, UtcTime from, UtcTime to,
                           const std::vector<std::string>& sources) {
  std::vector<Gap> gaps;
  Query query = database.query(
      "SELECT source.name, from_at, to_at, cause FROM gap JOIN source ON source.id = source_id "
      "WHERE to_at > ? AND from_at < ? ORDER BY from_at, source.name");
  query.bind(from, to);
  while (query.next()) {
    std::string source = query.bytes(0);
    if (!sources.empty() && std::find(sources.begin(), sources.end(), source) == sources.end()) continue;
    gaps.push_back(
        {std::move(source), std::max(from, query.time(1)), std::min(to, query.time(2)), query.bytes(3)});
  }
  return gaps;
}

}  // namespace nhs::store
