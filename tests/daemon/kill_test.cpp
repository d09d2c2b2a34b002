#include <signal.h>

#include <catch2/catch.hpp>
#include <random>
#include <thread>

#include "tests/daemon/setting.h"
#include "tests/support/chaos.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

TEST_CASE("Killed ten times while catching up with a troubled server, it ends with the same posts as without",
          "[kill]") {
  const std::uint64_t seed = 20261125;
  INFO("seed " << seed);
  Chaos chaos{seed, ChaosRates{.throttled = 0.03,
                               .dropped = 0.1,
                               .cut = 0.1,
                               .server_error = 0.05,
                               .challenged = 0.03,
                               .delayed = 0.3,
                               .longest_delay = 60ms}};
  MastodonOptions options;
  options.around = [&](HttpServer::Handler handler) { return chaos.around(std::move(handler)); };
  MastodonServer server{options};
  server.page_limit(10);
  server.publish(posts_every_minute(700, now() - 26h));
  server.publish(posts_every_minute(300, now() - 1h));

  Setting setting;
  setting.watch("troubled", "mastodon", server.url());
  std::mt19937 random{seed};
  for (int kills = 0; kills < 10; ++kills) {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    // Starting takes as long as the machine likes: some are killed within it, most at work.
    if (kills % 3 != 0) REQUIRE(daemon.said("watching"));
    std::this_thread::sleep_for(std::chrono::milliseconds{20 + random() % 350});
    daemon.signal(SIGKILL);
    REQUIRE(daemon.wait()->status == 128 + SIGKILL);
    server.publish_late(TestPost{.text = "Late, number " + std::to_string(kills) + ". #NHSvalues",
                                 .created_at = now() - 20h + std::chrono::seconds{kills},
                                 .author = "late@far.example"});
    server.publish(
        TestPost{.text = "Fresh, number " + std::to_string(kills) + ". #NHSvalues", .created_at = now()});
  }
  CHECK(chaos.faults() > 0);
  const std::size_t so_far = setting.stored_posts().size();
  CHECK(so_far > 0);
  CHECK(so_far < 1000);  // else nothing was killed in the middle of anything
  chaos.stop();
  const Ended caught_up = setting.collect("110s");
  INFO(caught_up.err);
  REQUIRE(caught_up.status == 0);

  Setting undisturbed;
  undisturbed.watch("troubled", "mastodon", server.url());
  std::filesystem::copy_file(setting.folder() / "pseudonym.key", undisturbed.folder() / "pseudonym.key");
  REQUIRE(undisturbed.collect().status == 0);

  CHECK(setting.stored_posts().size() == 1020);
  CHECK(setting.stored_posts() == undisturbed.stored_posts());
  CHECK(setting.rollups_hold());
}
