#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <functional>
#include <thread>

#include "store/backup.h"
#include "store/doctor.h"
#include "store_fixture.h"
#include "tests/support/program.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// Does its work again and again in a process of its own, until it is killed or something fails, which it
/// then writes down.
class Busy {
 public:
  Busy(const std::filesystem::path& notes, const std::function<std::string()>& work)
      : notes_(notes), tally_(notes.string() + ".rounds") {
    pid_ = fork();
    REQUIRE(pid_ >= 0);
    if (pid_ != 0) return;
    std::string failure;
    while (failure.empty()) {
      try {
        failure = work();
      } catch (const std::exception& thrown) {
        failure = thrown.what();
      }
      std::ofstream(tally_, std::ios::app) << '.';
    }
    std::ofstream(notes_) << failure;
    _exit(1);
  }
  ~Busy() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

  std::string failure() const { return std::filesystem::exists(notes_) ? read_whole(notes_) : ""; }
  std::uintmax_t rounds() const { return std::filesystem::exists(tally_) ? file_size(tally_) : 0; }

 private:
  std::filesystem::path notes_;
  std::filesystem::path tally_;  ///< One character a round: a file that is written anew is empty for a while.
  pid_t pid_ = -1;
};

std::string writes(store::PostStore& posts, std::uint64_t& next) {
  std::vector<store::ClassifiedPost> made;
  for (std::uint64_t i = 0; i < 40; ++i, ++next)
    made.push_back(MadePost{.id = next, .text = "Nobody came, number " + std::to_string(next)});
  const auto saved = posts.save(batch_of(std::move(made)));
  if (!saved) return saved.error().message;
  const std::string model = next / 2000 % 2 == 0 ? "2026.12" : "2026.13";
  const auto moved = posts.reclassify_next(
      model,
      [&](const std::vector<store::JudgedEarlier>& earlier) {
        std::vector<Classification> findings(earlier.size());
        for (Classification& each : findings) {
          each = static_cast<store::ClassifiedPost>(MadePost{}).classification;
          each.model = model;
        }
        return findings;
      },
      200);
  return moved ? "" : moved.error().message;
}

std::string reads(const std::filesystem::path& file) {
  const auto reader = store::Reader::open(file);
  if (!reader) return reader.error().message;
  store::TrendsQuery trends;
  trends.filter.since = day("2026-11-01");
  trends.filter.until = day("2026-12-01");
  trends.by = Bucket::month;
  trends.today = day("2026-12-24");
  if (const auto row = reader->trends(trends); !row) return row.error().message;
  std::int64_t seen = 0;
  const auto read = reader->for_each_post({}, [&](const store::StoredPost&) { return ++seen < 3000; });
  if (!read) return read.error().message;
  const auto count = reader->count({});
  return count ? "" : count.error().message;
}

}  // namespace

TEST_CASE("Writer, reclassification, readers, backups and doctor at once: nobody meets a lock",
          "[contention]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    std::uint64_t next = 1;
    REQUIRE(writes(posts, next) == "");
  }
  std::uint64_t next = 100'000;
  std::optional<store::PostStore> posts;
  const Busy writer{folder / "writer", [&] {
                      if (!posts) {
                        auto opened = store::PostStore::open_existing(file);
                        if (!opened) return opened.error().message;
                        posts.emplace(std::move(*opened));
                      }
                      return writes(*posts, next);
                    }};
  const auto read = [&] { return reads(file); };
  const Busy one{folder / "one", read};
  const Busy two{folder / "two", read};
  const Busy three{folder / "three", read};
  const auto ends = std::chrono::steady_clock::now() + std::chrono::seconds{15};
  int rounds = 0;
  for (; std::chrono::steady_clock::now() < ends; ++rounds) {
    store::BackupOptions options;
    options.replace = true;
    const auto copy = store::back_up(file, folder / "copy", options);
    if (!copy) FAIL_CHECK(copy.error().message);
    store::ExamineOptions how;
    how.key.forbidden = true;
    const auto checks = store::examine(file, how);
    if (!checks) FAIL(checks.error().message);
    for (const store::HealthCheck& each : *checks) {
      INFO(each.name << ": " << each.found);
      CHECK((each.verdict == store::Verdict::holds || each.name == "key" || each.name == "permissions"));
    }
  }
  CAPTURE(rounds, writer.rounds(), one.rounds(), two.rounds(), three.rounds());
  CHECK(writer.failure() == "");
  CHECK(one.failure() == "");
  CHECK(two.failure() == "");
  CHECK(three.failure() == "");
  CHECK(rounds > 1);
  CHECK(writer.rounds() > 10);
  CHECK(one.rounds() > 2);
}
