#include "control/digest.h"

#include <catch2/catch.hpp>

#include "control/changes.h"
#include "control/wire.h"
#include "tests/store/store_fixture.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::control;
using namespace nhs::test;

namespace {

SendDigest digest() {
  return {"daily/2026-11-25", "Daily digest",     "41 posts \"and\" ärger\n",
          "<p>41 posts</p>",  "nhsvalues report", {1, 2}};
}

Result<SendDigest> over_the_wire(const SendDigest& sent) {
  const auto request = read_request(request_line({"/a.db", sent}));
  if (!request) return tl::unexpected(request.error());
  return std::get<SendDigest>(request->change);
}

config::Config config_with(std::vector<std::string> daily) {
  config::Config config;
  config.digest.daily = std::move(daily);
  return config;
}

}  // namespace

TEST_CASE("A digest arrives at the daemon as it was sent", "[digest]") {
  const auto read = over_the_wire(digest());
  REQUIRE(read);
  CHECK(read->name == digest().name);
  CHECK(read->text == digest().text);
  CHECK(read->html == digest().html);
  CHECK(read->posts == digest().posts);
  SendDigest largest = digest();
  largest.html = std::string(kLongestDigest - largest.text.size(), 'x');
  CHECK(request_line({"/a.db", largest}).size() < kLongestLine);
  CHECK(over_the_wire(largest));
}

TEST_CASE("What is no digest is refused", "[digest]") {
  for (const char* name :
       {"", "daily", "daily/", "hourly/2026-11-25", "daily/2026-11-25-and-more", "daily/<b>"}) {
    CAPTURE(name);
    SendDigest wrong = digest();
    wrong.name = name;
    const auto read = over_the_wire(wrong);
    REQUIRE_FALSE(read);
    CHECK(read.error().status == ExitStatus::bad_data);
  }
  SendDigest large = digest();
  large.text = std::string(kLongestDigest, 'x');
  CHECK_FALSE(over_the_wire(large));
  SendDigest empty = digest();
  empty.html.clear();
  CHECK_FALSE(over_the_wire(empty));
}

TEST_CASE("A digest goes to those whom the configuration names, and only the owner sends one", "[digest]") {
  Scratch scratch;
  auto posts = open_store(scratch / "nhsvalues.db");
  const config::Config config = config_with({"team"});
  const Office member{posts, config, {UtcTime{}, "ana (1001)"}};
  const auto refused = digest().perform(member);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::no_permission);
  CHECK(posts.due_deliveries(UtcTime{})->empty());

  const Office owner{posts, config, {UtcTime{}, "nhsvalues (999)"}, nullptr, true};
  const auto of_erased_posts = digest().perform(owner);
  REQUIRE_FALSE(of_erased_posts);
  CHECK(of_erased_posts.error().status == ExitStatus::try_again);
  save(posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2}}));
  REQUIRE(digest().perform(owner));
  REQUIRE(posts.due_deliveries(UtcTime{})->size() == 1);
  CHECK(posts.due_deliveries(UtcTime{})->front().target == "team");

  const config::Config nobody = config_with({});
  const Office lonely{posts, nobody, {UtcTime{}, "nhsvalues (999)"}, nullptr, true};
  CHECK(digest().perform(lonely).error().status == ExitStatus::configuration);
}
