#include "intake/writing_session.h"

#include "intake/key_rotation.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::intake;

namespace {

config::Config state_in(const test::Scratch& scratch) {
  config::Config config;
  config.database = scratch / "state/nhsvalues.db";
  return config;
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat facts {};
  REQUIRE(stat(path.c_str(), &facts) == 0);
  return facts.st_mode & 0777;
}

}  // namespace

TEST_CASE("The first writer makes folder, key and database, closed to strangers", "[writing]") {
  const test::Scratch scratch;
  const auto session = begin_writing(state_in(scratch), "a test", store::RulesFrom::daemon);
  REQUIRE(session);
  CHECK(mode_of(scratch / "state") == 0750);
  CHECK(mode_of(scratch / "state/pseudonym.key") == 0600);
  CHECK((mode_of(scratch / "state/nhsvalues.db") & 0007) == 0);
}

TEST_CASE("Two cannot write at once; the second is told who does", "[writing]") {
  const test::Scratch scratch;
  const auto first = begin_writing(state_in(scratch), "the first", store::RulesFrom::daemon);
  REQUIRE(first);
  const auto second = begin_writing(state_in(scratch), "the second", store::RulesFrom::daemon);
  REQUIRE_FALSE(second);
  CHECK(second.error().status == ExitStatus::try_again);
  CHECK(second.error().message.find("the first (process ") != std::string::npos);
}

TEST_CASE("A database whose key is gone is not given a new one", "[writing]") {
  const test::Scratch scratch;
  REQUIRE(begin_writing(state_in(scratch), "a test", store::RulesFrom::daemon));
  std::filesystem::remove(scratch / "state/pseudonym.key");
  const auto again = begin_writing(state_in(scratch), "a test", store::RulesFrom::daemon);
  REQUIRE_FALSE(again);
  CHECK(again.error().status == ExitStatus::configuration);
  CHECK_FALSE(std::filesystem::exists(scratch / "state/pseudonym.key"));
}

TEST_CASE("A database refuses another key than its own", "[writing]") {
  const test::Scratch scratch;
  REQUIRE(begin_writing(state_in(scratch), "a test", store::RulesFrom::daemon));
  std::filesystem::remove(scratch / "state/pseudonym.key");
  REQUIRE(privacy::Key::create(scratch / "state/pseudonym.key"));
  const auto again = begin_writing(state_in(scratch), "a test", store::RulesFrom::daemon);
  REQUIRE_FALSE(again);
  CHECK(again.error().status == ExitStatus::configuration);
}

TEST_CASE("A run that finds no model leaves nothing behind that the next one would stumble over",
          "[writing]") {
  const test::Scratch scratch;
  REQUIRE(setenv("NHSVALUES_MODEL", (scratch / "none.model").c_str(), 1) == 0);
  const auto session = begin_writing(state_in(scratch), "a test", store::RulesFrom::import);
  unsetenv("NHSVALUES_MODEL");
  REQUIRE_FALSE(session);
  CHECK(session.error().status == ExitStatus::no_input);
  CHECK_FALSE(std::filesystem::exists(scratch / "state"));
}

TEST_CASE("An import with another configuration does not undo the daemon's rules", "[writing]") {
  const test::Scratch scratch;
  config::Config config = state_in(scratch);
  IgnoreRule rule;
  rule.name = "adverts";
  rule.phrase = "apply now";
  config.ignore = {rule};
  REQUIRE(begin_writing(config, "nhsvaluesd", store::RulesFrom::daemon));
  CHECK(begin_writing(config, "an import", store::RulesFrom::import));
  const auto other = begin_writing(state_in(scratch), "an import", store::RulesFrom::import);
  REQUIRE_FALSE(other);
  CHECK(other.error().status == ExitStatus::configuration);
  CHECK(begin_writing(state_in(scratch), "nhsvaluesd", store::RulesFrom::daemon));
}

TEST_CASE("A daemon does not begin while the forget list stands under a key that is not held", "[writing]") {
  const test::Scratch scratch;
  const config::Config config = state_in(scratch);
  const auto key_file = scratch / "state/pseudonym.key";
  std::string before;
  {
    auto session = begin_writing(config, "nhsvaluesd", store::RulesFrom::daemon);
    REQUIRE(session);
    store::Identified whom;
    whom.authors = {{KeyedHash{1}}};
    REQUIRE(session->store.forget(whom, {SystemClock{}.now(), "ana (1001)"}));
    before = privacy::Key::read(key_file)->fingerprint();
  }
  REQUIRE(rotate_key(config, SystemClock{}.now(), {}));
  CHECK(begin_writing(config, "nhsvaluesd", store::RulesFrom::daemon));
  std::filesystem::resize_file(key_file, 65);
  const auto refused = begin_writing(config, "nhsvaluesd", store::RulesFrom::daemon);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::configuration);
  CHECK(refused.error().message.find(before) != std::string::npos);
}
