#pragma once

#include <filesystem>
#include <string>
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

  /// SQLite leaves the log as it is beside a file that lost its name, and whoever opened the one that has the
  /// name by now would take it for that one's.
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  /// Runs `work` on the database in one transaction, of which nothing stays when it fails.
  template <typename Work>
  auto change(Work&& work) -> decltype(work(std::declval<Database&>())) {
    auto done = attempt(file, [&]() -> decltype(work(database)) {
      if (auto in_place = check_in_place(); !in_place) return tl::unexpected(in_place.error());
      const Lasting lasting(database);
      SQLite::Transaction transaction(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
      auto result = work(database);
      if (result) transaction.commit();
      return result;
    });
    if (!done) names.forget();
    return done;
  }

  /// That what is written now would stay. Empties the log where it would not.
  Result<void> check_in_place();

  /// Before posts are written: that they would stay, that there is room for them, and for the log.
  Result<void> make_way() {
    if (auto in_place = check_in_place(); !in_place) return in_place;
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

 private:
  /// Empties the log; what to say where that fails, as when somebody reads, else nothing.
  std::string leave_no_log_to_others();
};

}  // namespace nhs::store
