#include <signal.h>

#include <catch2/catch.hpp>

#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

TEST_CASE("status --check is well beside a daemon, and critical once it has ended", "[check]") {
  MastodonServer server;
  server.publish(posts_every_minute(5, now() - 1h));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    REQUIRE(daemon.said("one: caught up: 5 new"));
    const Ended well = setting.ask({"status", "--check"});
    INFO(well.out << well.err);
    CHECK(well.status == 0);
    CHECK(well.out.rfind("NHSVALUES OK: 1 source answers, 5 posts", 0) == 0);
    CHECK(well.out.find("'posts'=5;;;0") != std::string::npos);
    CHECK(well.err.empty());
    daemon.signal(SIGTERM);
    CHECK(daemon.wait()->status == 0);
  }
  const Ended alone = setting.ask({"status", "--check"});
  CHECK(alone.status == 2);
  CHECK(alone.out.rfind("NHSVALUES CRITICAL: nhsvaluesd is not running | ", 0) == 0);
}

TEST_CASE("status --check is well after a run of --once, whatever wrote since, until a daemon was at work",
          "[check]") {
  MastodonServer server;
  server.publish(posts_every_minute(5, now() - 1h));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  const auto checked = [&] {
    const Ended check = setting.ask({"status", "--check"});
    INFO(check.out << check.err);
    return check.status;
  };
  CHECK(checked() == 0);
  write_whole(setting.folder() / "more.ndjson", "{\"id\": \"x\", \"text\": \"One more\"}\n");
  REQUIRE(setting.ask({"import", (setting.folder() / "more.ndjson").string()}).status == 0);
  CHECK(checked() == 0);
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    REQUIRE(daemon.said("watching 1 sources"));
    daemon.signal(SIGTERM);
    CHECK(daemon.wait()->status == 0);
  }
  CHECK(checked() == 2);
}

TEST_CASE("status --check warns of a source that does not answer, and of one beyond a given time",
          "[check]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  setting.watch("gone", "mastodon", "http://127.0.0.1:1");
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up"));
  REQUIRE(daemon.said("gone: "));
  const Ended warned = setting.ask({"status", "--check"});
  INFO(warned.out);
  CHECK(warned.status == 1);
  CHECK(warned.out.find("gone: has not answered yet") != std::string::npos);
  CHECK(setting.ask({"status", "--check", "--critical", "0s"}).status == 2);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("A topic that was taken out of the configuration is not waited for, by --check or by metrics",
          "[check]") {
  MastodonOptions options;
  options.around = [](HttpServer::Handler handler) {
    return [handler](const SeenRequest& request) {
      Reply refused;
      refused.status = 401;
      return request.path.find("/tag/Gone") != std::string::npos ? refused : handler(request);
    };
  };
  MastodonServer server{options};
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  const std::string as_it_is = read_whole(setting.config());
  std::string with_another = as_it_is;
  with_another.replace(with_another.find("[\"NHSvalues\"]"), 13, "[\"NHSvalues\", \"Gone\"]");
  write_whole(setting.config(), with_another);
  const auto metrics = [&] { return read_whole(setting.folder() / "metrics" / "nhsvalues.prom"); };
  const std::string failing = "nhsvalues_source_failing{source=\"one\"}";
  setting.collect("1s");
  const Ended waited_for = setting.ask({"status", "--check"});
  INFO(waited_for.out);
  CHECK(waited_for.out.find("one: does not answer us as it should") != std::string::npos);
  CHECK(metrics().find(failing + " 1\n") != std::string::npos);

  write_whole(setting.config(), as_it_is);
  CHECK(setting.collect("1s").status == 0);
  const Ended left_out = setting.ask({"status", "--check"});
  INFO(left_out.out);
  CHECK(left_out.out.find("one: ") == std::string::npos);
  CHECK(metrics().find(failing + " 0\n") != std::string::npos);
  // With the space: a server's port may hold 401 as well.
  CHECK(setting.ask({"sources"}).out.find(" 401") == std::string::npos);
}

TEST_CASE("status --check does not know where there is no database, or the configuration is wrong",
          "[check]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  const Ended missing = setting.ask({"status", "--check"});
  CHECK(missing.status == 3);
  CHECK(missing.out.rfind("NHSVALUES UNKNOWN: ", 0) == 0);
  CHECK(std::count(missing.out.begin(), missing.out.end(), '\n') == 1);
  setting.append_to_config("nonsense = 1\nmore = 2\n");
  const Ended wrong = setting.ask({"status", "--check"});
  CHECK(wrong.status == 3);
  CHECK(std::count(wrong.out.begin(), wrong.out.end(), '\n') == 1);
}

TEST_CASE("Limits are durations, and for --check alone", "[check]") {
  Setting setting;
  setting.append_to_config("");
  CHECK(setting.ask({"status", "--check", "--warning", "soon"}).status == 64);
  CHECK(setting.ask({"status", "--warning", "1h"}).status == 64);
}
