#include "store/write_ahead_log.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/disk_room.h"

namespace nhs::store {
namespace {

/// Together long enough for every question that people ask, short enough for the daemon, which does nothing
/// meanwhile. In several tries: SQLite looks once which state the readers of a slot need, and then waits
/// until the slot is empty. Readers who come meanwhile may join it, so that it is never empty. A new try
/// looks again.
constexpr int kTriesToTruncate = 4;
constexpr int kWaitForReadersMs = 250;

/// Waits for locks so long; as long as before once it ends, after a full disk as well.
class Patience {
 public:
  Patience(Database& database, int milliseconds)
      : connection_(database.connection()),
        before_(static_cast<int>(database.integer("PRAGMA busy_timeout").value_or(0))) {
    connection_.setBusyTimeout(milliseconds);
  }
  ~Patience() { connection_.setBusyTimeout(before_); }
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

 private:
  SQLite::Database& connection_;
  int before_;
};

}  // namespace

WriteAheadLog::WriteAheadLog(Database& database, const std::filesystem::path& file, LogBounds bounds)
    : database_(database),
      file_(file),
      log_(file.string() + "-wal"),
      bounds_(bounds),
      next_wait_(bounds.wait_from) {}

std::int64_t WriteAheadLog::bytes() const { return bytes_of_file(log_).value_or(0); }

Result<void> WriteAheadLog::make_way() {
  if (bytes() < bounds_.wait_from) {
    next_wait_ = bounds_.wait_from;
    return {};
  }
  if (bytes() >= next_wait_) write_back();
  if (bytes() < bounds_.most) return {};
  return fail(
      ExitStatus::try_again,
      fmt::format("{}: a command that has been reading it for long keeps {} of changes from being written "
                  "back; nothing more is stored until it ends",
                  file_.string(), bytes_in_words(bytes())));
}

/// Once in so many bytes, for each costs up to the wait; at the bound each time.
void WriteAheadLog::write_back() {
  checkpoint();
  next_wait_ = std::min(bytes() + bounds_.wait_from / 2, bounds_.most);
}

bool WriteAheadLog::empty_out() { return checkpoint() && bytes() == 0; }

bool WriteAheadLog::checkpoint() {
  const Patience short_one(database_, kWaitForReadersMs);
  bool busy = true;
  // Gives a row that says whether somebody stood in the way, and no error.
  for (int i = 0; i < kTriesToTruncate && busy; ++i)
    busy = database_.integer("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
  return !busy;
}

}  // namespace nhs::store
