#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/values.h"
#include "store/act.h"
#include "store/audit_record.h"
#include "store/database.h"
#include "store/disclosure.h"

namespace nhs::store {

/// What people do. The ids stand in the database and are never given another meaning; new ones go at the end.
enum class Action : std::uint8_t {
  label,
  undo_label,
  sample,
  judge,
  enable_source,
  disable_source,
  follow_up,
  undo_follow_up,
  serve,
  restore,
  repair,
  acknowledge,
  undo_acknowledge,
  consent,
  withdraw_consent,
  access,  ///< of what is held of a person
  forget,
  object,
  withdraw_objection,
  purge,
  import_begun,
  import_done,
  reclassify,
  rotate_key,
  test_alert,
  lose_key,  ///< that an earlier key is lost
  send_digest,
};

}  // namespace nhs::store

template <>
struct nhs::Vocabulary<nhs::store::Action> {
  static constexpr std::string_view noun = "action";
  static constexpr std::array<std::string_view, 27> ids = {"label",
                                                           "undo_label",
                                                           "sample",
                                                           "judge",
                                                           "enable_source",
                                                           "disable_source",
                                                           "follow_up",
                                                           "undo_follow_up",
                                                           "serve",
                                                           "restore",
                                                           "repair",
                                                           "acknowledge",
                                                           "undo_acknowledge",
                                                           "consent",
                                                           "withdraw_consent",
                                                           "access",
                                                           "forget",
                                                           "object",
                                                           "withdraw_objection",
                                                           "purge",
                                                           "import",
                                                           "import_done",
                                                           "reclassify",
                                                           "rotate_key",
                                                           "test_alert",
                                                           "lose_key",
                                                           "send_digest"};
};

namespace nhs::store {

/// Writes down what a person did, in the transaction of what they did: neither is stored without the other.
/// Throws SQLite::Exception.
///
/// post: the one post it was done to; nothing for what is done to none or many.
/// detail: in words, free of personal data: no handle, no address, no text of a post.
/// posts: how many it was done to, where there may be several.
/// filter: what chose them, in words without those that were searched for.
void write_audit(Database& database, const Act& act, Action action, std::optional<std::int64_t> post,
                 const std::string& detail = {}, std::optional<std::int64_t> posts = {},
                 const std::string& filter = {});

/// The same of data that leaves the database's keeping.
void write_audit(Database& database, const Act& act, const Disclosure& disclosure);

/// What was done, newest first. Throws SQLite::Exception.
std::vector<AuditRecord> read_audit(Database& database, const AuditQuery& query);

/// Whether the audit has all the lines that were ever written to it: each has the number after that of the
/// line before. Throws SQLite::Exception.
bool audit_is_without_holes(Database& database);

}  // namespace nhs::store
