#pragma once

#include "store/database.h"

namespace nhs::store {

/// While it is there, what a transaction changes is on the disk once it is committed (fsync of the log), for
/// people are told that what they said is stored. Without it a power cut may take the last transactions, as a
/// whole and in order: right for pages of posts, which are then asked for again. Not within a transaction.
class Lasting {
 public:
  explicit Lasting(Database& database) : database_(database) {
    database_.execute("PRAGMA synchronous = FULL");
  }
  ~Lasting() {
    try {
      database_.execute("PRAGMA synchronous = NORMAL");
    } catch (const SQLite::Exception&) {
      // It stays as it is: slower, and no less safe.
    }
  }
  Lasting(const Lasting&) = delete;
  Lasting& operator=(const Lasting&) = delete;

 private:
  Database& database_;
};

}  // namespace nhs::store
