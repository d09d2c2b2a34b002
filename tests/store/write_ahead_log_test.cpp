#include "store/write_ahead_log.h"

#include <sys/wait.h>
#include <unistd.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <iostream>
#include <thread>
#include <vector>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

constexpr std::int64_t kMebibyte = 1024 * 1024;

/// A table of random bytes, so that each write costs what it says.
struct Writer {
  explicit Writer(const std::filesystem::path& file, store::LogBounds bounds)
      : database(file, store::Access::write), log(database, file, bounds) {
    database.prepare_file(false);
    database.execute("CREATE TABLE IF NOT EXISTS filler (bytes BLOB)");
  }

  Result<void> write(int mebibytes) {
    if (auto way = log.make_way(); !way) return way;
    SQLite::Transaction transaction(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
    for (int i = 0; i < mebibytes; ++i) database.run("INSERT INTO filler VALUES (randomblob(1048576))");
    transaction.commit();
    return {};
  }

  store::Database database;
  store::WriteAheadLog log;
};

}  // namespace

TEST_CASE("The log is bounded while somebody reads for long, and writing goes on once they end", "[log]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  { store::PostStore posts = open_store(file); }
  Writer writer(file, {.wait_from = 70 * kMebibyte, .most = 90 * kMebibyte});
  Result<void> written;
  {
    SQLite::Database reader(file.string(), SQLite::OPEN_READONLY, 5000);
    SQLite::Transaction snapshot(reader);
    reader.execAndGet("SELECT count(*) FROM filler").getInt64();
    for (int round = 0; round < 40 && written; ++round) written = writer.write(4);
    REQUIRE_FALSE(written);
    CHECK(written.error().status == ExitStatus::try_again);
    CHECK(written.error().message.find("reading it for long") != std::string::npos);
    // The bound, and one transaction.
    CHECK(writer.log.bytes() < 96 * kMebibyte);
    CHECK_FALSE(writer.write(4));
    CHECK(writer.log.bytes() < 96 * kMebibyte);
  }
  REQUIRE(writer.write(4));
  CHECK(writer.log.bytes() < 10 * kMebibyte);
}

TEST_CASE("Readers that follow each other without a pause do not keep the log from being begun anew",
          "[log]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  { store::PostStore posts = open_store(file); }
  Writer writer(file, {.wait_from = 70 * kMebibyte, .most = 200 * kMebibyte});
  // Each reads for a fifth of a second, and there is always another that has begun meanwhile.
  std::vector<pid_t> readers;
  for (int i = 0; i < 3; ++i) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds{70 * i});
      for (;;) {
        SQLite::Database reader(file.string(), SQLite::OPEN_READONLY, 5000);
        SQLite::Transaction snapshot(reader);
        reader.execAndGet("SELECT count(*) FROM filler").getInt64();
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
      }
    }
    readers.push_back(child);
  }
  std::int64_t largest = 0;
  for (int round = 0; round < 100; ++round) {
    const auto written = writer.write(4);
    if (!written) FAIL_CHECK(written.error().message);
    largest = std::max(largest, writer.log.bytes());
  }
  for (const pid_t reader : readers) kill(reader, SIGKILL), waitpid(reader, nullptr, 0);
  std::cerr << "largest log beside overlapping readers: " << largest / kMebibyte << " MiB\n";
  CHECK(largest < 150 * kMebibyte);
}
