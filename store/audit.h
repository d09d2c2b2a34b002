#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/values.h"
#include "store/act.h"
#include "store/database.h"
#include "store/queries.h"

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
};

}  // namespace nhs::store

template <>
struct nhs::Vocabulary<nhs::store::Action> {
  static constexpr std::string_view noun = "action";
  static constexpr std::array<std::string_view, 11> ids = {
      "label",     "undo_label",     "sample", "judge",   "enable_source", "disable_source",
      "follow_up", "undo_follow_up", "serve",  "restore", "repair"};
};

namespace nhs::store {

/// Writes down what a person did, in the transaction of what they did: neither is stored without the other.
/// Throws SQLite::Exception.
///
/// post: the one post it was done to; nothing for what is done to none or many.
/// detail: in words, free of personal data: no handle, no address, no text of a post.
void write_audit(Database& database, const Act& act, Action action, std::optional<std::int64_t> post,
                 const std::string& detail = {});

/// What was done last, newest first. Throws SQLite::Exception.
std::vector<AuditRecord> read_audit(Database& database, std::int64_t limit);

}  // namespace nhs::store
