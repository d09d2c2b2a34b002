#include "store/consents.h"

#include <fmt/format.h>

#include "store/audit.h"
#include "store/concerns.h"
#include "store/day_after_post.h"
#include "store/ignore_rules.h"
#include "store/posts.h"
#include "store/tables.h"

namespace nhs::store {
namespace {

constexpr DayRefusal kNoConsent{"", "the post, which is of"};

/// set_aside_by: the ignore rule that keeps the post from counting; empty for one that counts.
ConsentState state_of(const ConsentRecord& record, bool quotable, bool concern,
                      std::string_view set_aside_by) {
  if (record.withdrawn_at) return ConsentState::withdrawn;
  if (record.lapsed_at) return ConsentState::edited;
  if (set_aside_by == kObjection) return ConsentState::objection;
  if (!set_aside_by.empty()) return ConsentState::set_aside;
  if (concern) return ConsentState::concern;
  if (!quotable && record.consent.despite_wish.empty()) return ConsentState::wish;
  return record.consent.use == kUseInReports ? ConsentState::holds : ConsentState::other_use;
}

Result<ConsentRecord> newest_of(Database& database, std::int64_t ref) {
  auto records = read_consents(database, {ref, 1});
  if (records.empty())
    return fail(ExitStatus::no_input, fmt::format("{}: nobody has agreed that this post be quoted", ref));
  return std::move(records.front());
}

}  // namespace

const std::string& is_consented() {
  static const std::string holding =
      "SELECT post_id FROM consent WHERE withdrawn_at IS NULL AND lapsed_at IS NULL AND purpose = '" +
      std::string{kUseInReports} + "'";
  static const std::string condition = "(post.withdrawn_at IS NULL AND post.id IN (" + holding +
                                       ") AND post.text IS NOT NULL AND (post.quotable = 1 OR post.id IN (" +
                                       holding + " AND despite_wish <> '')) AND " + kWithoutConcern + ")";
  return condition;
}

Result<ConsentRecord> note_consent(Database& database, const TimeZone& zone, std::int64_t ref,
                                   const Consent& consent, const Act& act) {
  const auto post = read_post(database, ref);
  if (!post)
    return fail(
        ExitStatus::no_input,
        fmt::format("{}: there is no post of this reference; `nhsvalues posts` shows those there are", ref));
  if (post->text.empty())
    return fail(
        ExitStatus::no_input,
        fmt::format("{}: the text of this post is not kept any more, so there is nothing to quote", ref));
  if (auto right = check_day_after_post(zone, *post, consent.day, act.at, kNoConsent); !right)
    return tl::unexpected(right.error());
  if (!post->quotable && consent.despite_wish.empty())
    return fail(ExitStatus::usage,
                fmt::format("{}: its author asks in general not to be found; if they agreed to this post "
                            "knowing that, say so with --despite-wish TEXT",
                            ref));
  database.run(
      "INSERT INTO consent (post_id, given_by, how, purpose, day, despite_wish, noted_by, noted_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      ref, consent.given_by, consent.how, consent.use, consent.day, consent.despite_wish, consent.noted_by,
      act.at);
  write_audit(database, act, Action::consent, ref,
              fmt::format("by {}{}", consent.noted_by,
                          consent.despite_wish.empty() ? "" : ", despite the author's general wish"));
  return newest_of(database, ref);
}

Result<ConsentRecord> withdraw_consent(Database& database, std::int64_t ref, const Act& act,
                                       const std::string& by) {
  const std::int64_t ended = database.run(
      "UPDATE consent SET withdrawn_at = ? WHERE post_id = ? AND withdrawn_at IS NULL", act.at, ref);
  if (ended == 0)
    return fail(ExitStatus::no_input,
                fmt::format("{}: there is no consent to withdraw; `nhsvalues consent` shows "
                            "those there are",
                            ref));
  write_audit(database, act, Action::withdraw_consent, ref, by.empty() ? "" : "by " + by);
  return newest_of(database, ref);
}

void lapse_consents(Database& database, std::int64_t post_id, UtcTime now) {
  database.run("UPDATE consent SET lapsed_at = ? WHERE post_id = ? AND lapsed_at IS NULL", now, post_id);
}

void forget_consents(Database& database, std::int64_t post_id) {
  database.run("DELETE FROM consent WHERE post_id = ?", post_id);
}

std::vector<ConsentRecord> read_consents(Database& database, const ConsentsQuery& query) {
  std::vector<ConsentRecord> records;
  Query rows = database.query(
      "SELECT post_id, given_by, how, purpose, consent.day, despite_wish, noted_by, noted_at, consent.withdrawn_at, "
      "lapsed_at, quotable, EXISTS (SELECT 1 FROM concern WHERE concern.post_id = consent.post_id), "
      "(SELECT name FROM ignore_rule WHERE ignore_rule.id = ignored_by) "
      "FROM consent JOIN post ON post.id = post_id WHERE ?1 IS NULL OR post_id = ?1 ORDER BY consent.id DESC "
      "LIMIT ?2");
  rows.bind(query.ref, query.limit);
  while (rows.next()) {
    ConsentRecord record;
    record.ref = rows.integer(0);
    record.consent = {rows.bytes(1), rows.bytes(2),
                      rows.bytes(3), LocalDay{std::chrono::days{rows.integer(4)}},
                      rows.bytes(5), rows.bytes(6)};
    record.noted_at = rows.time(7);
    record.withdrawn_at = rows.maybe_time(8);
    record.lapsed_at = rows.maybe_time(9);
    record.state = state_of(record, rows.integer(10) != 0, rows.integer(11) != 0, rows.bytes(12));
    records.push_back(std::move(record));
  }
  return records;
}

void carry_consents(Database& present, Database& restored, const HashesAnew& anew) {
  if (!has_table(present, "consent")) return;
  Query rows = present.query(
      "SELECT key, text, given_by, how, purpose, consent.day, despite_wish, noted_by, noted_at, "
      "consent.withdrawn_at, lapsed_at FROM consent JOIN post ON post.id = post_id ORDER BY consent.id");
  while (rows.next()) {
    const KeyedHash key = renewed(anew, rows.maybe_hash(0).value_or(KeyedHash{}));
    const auto post = restored.integer("SELECT id FROM post WHERE key = ? AND text IS NOT NULL", key);
    if (!post) continue;
    const bool same_text = restored.text("SELECT text FROM post WHERE id = ?", *post) == rows.bytes(1);
    // The backup has an earlier text: whether that was the one agreed to, nobody can tell.
    const auto lapsed_at = rows.maybe_time(10) || same_text ? rows.maybe_time(10) : rows.time(8);
    const std::int64_t known = restored.run(
        "UPDATE consent SET withdrawn_at = coalesce(withdrawn_at, ?1), lapsed_at = coalesce(lapsed_at, ?2) "
        "WHERE post_id = ?3 AND noted_at = ?4 AND how = ?5 AND purpose = ?6",
        rows.maybe_time(9), lapsed_at, *post, rows.time(8), rows.bytes(3), rows.bytes(4));
    if (known == 0)
      restored.run(
          "INSERT INTO consent (post_id, given_by, how, purpose, day, despite_wish, noted_by, noted_at, "
          "withdrawn_at, lapsed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          *post, rows.bytes(2), rows.bytes(3), rows.bytes(4), rows.integer(5), rows.bytes(6), rows.bytes(7),
          rows.time(8), rows.maybe_time(9), lapsed_at);
  }
}

}  // namespace nhs::store
