#pragma once

#include <catch2/catch.hpp>
#include <filesystem>

#include "store/backup.h"
#include "store/migrations.h"

namespace nhs::test {

/// Brings a database of an earlier version up to this one, as the program of that version did.
inline void bring_to(const std::filesystem::path& file, int version) {
  store::Database database(file, store::Access::write);
  store::migrate(database, version);
}

/// Fails the test unless every check of a database that nobody has open holds, the words of the full-text
/// index too.
inline void check_sound(const std::filesystem::path& file) {
  const auto looked = store::look_into_backup(file);
  if (!looked) FAIL(looked.error().message);
  CHECK(looked->checks.size() >= 6);
  for (const store::HealthCheck& each : looked->checks) {
    INFO(each.name << ": " << each.found);
    CHECK(each.verdict == store::Verdict::holds);
  }
}

}  // namespace nhs::test
