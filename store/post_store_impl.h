#pragma once

#include <filesystem>
#include <utility>

#include "store/concern.h"
#include "store/database.h"
#include "store/disk_room.h"
#include "store/ignore_rules.h"
#include "store/lasting.h"
#include "store/names.h"
#include "store/post_store.h"
#include "store/purge_traces.h"
#include "store/write_ahead_log.h"

namespace nhs::store {

/// What PostStore works with, and the two ways in which it does: `attempt` for what reads, or has
/// transactions of its own, and `change` for what people are told is stored.
struct PostStore::Impl {
  Impl(std::filesystem::path path, TimeZone time_zone)
      : file(std::move(path)),
        zone(std::move(time_zone)),
        database(file, Access::write),
        names(database),
        log(database, file),
        purge_traces(database, file, log) {}

  /// Runs `work` on the database in one transaction, of which nothing stays when it fails.
  template <typename Work>
  auto change(Work&& work) -> decltype(work(std::declval<Database&>())) {
    auto done = attempt(file, [&]() -> decltype(work(database)) {
      const Lasting lasting(database);
      SQLite::Transaction transaction(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
      auto result = work(database);
      if (result) transaction.commit();
      return result;
    });
    if (!done) names.forget();
    return done;
  }

  /// Before posts are written: that there is room for them, and for the log.
  Result<void> make_way() {
    if (auto room = check_room(file); !room) return room;
    return log.make_way();
  }

  std::filesystem::path file;
  TimeZone zone;
  Database database;
  Names names;
  WriteAheadLog log;
  PurgeTraces purge_traces;
  IgnoreRules ignore_rules;
  ConcernRules concern_rules;
  /// The last batch could not be written.
  bool failed = false;
};

}  // namespace nhs::store
