#include "daemon/metrics_file.h"

#include <signal.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <thread>

#include "daemon/counting.h"
#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

mode_t mode_of(const std::filesystem::path& file) {
  struct stat about {};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  return about.st_mode & 0777;
}

/// The value of a series; empty when it is not there.
std::string value_of(const std::string& metrics, const std::string& series) {
  const std::size_t at = ("\n" + metrics).find("\n" + series + " ");
  if (at == std::string::npos) return {};
  const std::size_t from = at + series.size() + 1;
  return metrics.substr(from, metrics.find('\n', from) - from);
}

}  // namespace

TEST_CASE("A run leaves its metrics beside the database, for everyone to read", "[metrics]") {
  MastodonServer server;
  server.publish(posts_every_minute(5, now() - 1h));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  setting.watch("gone", "mastodon", "http://127.0.0.1:1");
  CHECK(setting.collect("1s").status == 75);
  const auto file = setting.folder() / "metrics" / "nhsvalues.prom";
  const std::string metrics = read_whole(file);
  CHECK(value_of(metrics, "nhsvalues_posts_total{source=\"one\",outcome=\"added\"}") == "5");
  CHECK(value_of(metrics, "nhsvalues_posts") == "5");
  CHECK(value_of(metrics, "nhsvalues_polls_total{source=\"one\"}") == "1");
  CHECK(value_of(metrics, "nhsvalues_source_failing{source=\"gone\"}") == "1");
  CHECK(value_of(metrics, "nhsvalues_failures_total{source=\"gone\",class=\"transient\"}") != "0");
  CHECK(value_of(metrics, "nhsvalues_classify_seconds_count") == "5");
  CHECK(std::stod(value_of(metrics, "nhsvalues_database_bytes")) > 0);
  CHECK(value_of(metrics, "nhsvalues_degraded") == "0");
  CHECK(mode_of(file) == 0644);
  CHECK(mode_of(file.parent_path()) == 0755);
}

TEST_CASE("The file is where the configuration says, for its group alone, or is not written", "[metrics]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  setting.append_to_config("[metrics]\nfile = \"here.prom\"\nreadable_by = \"group\"\n");
  REQUIRE(setting.collect().status == 0);
  CHECK(mode_of(setting.folder() / "here.prom") == 0640);
  CHECK_FALSE(std::filesystem::exists(setting.folder() / "metrics"));
  // What an earlier daemon left goes, too; a file of somebody's own does not.
  setting.change_config("readable_by", "on = false\nreadable_by");
  REQUIRE(setting.collect().status == 0);
  CHECK_FALSE(std::filesystem::exists(setting.folder() / "here.prom"));
  write_whole(setting.folder() / "here.prom", "mine\n");
  REQUIRE(setting.collect().status == 0);
  CHECK(read_whole(setting.folder() / "here.prom") == "mine\n");
}

TEST_CASE("What was attempted before the start is counted as no round of this daemon", "[metrics]") {
  const UtcTime start{1'790'000'000s};
  daemon::Counting counting{start};
  SourceState state;
  state.source = "one";
  state.last_attempt_at = start - 1h;
  state.failure = FailureClass::transient;
  state.failures = 3;
  counting.kept(state, {});
  const report::SourceTally& tally = counting.tally().sources.at("one");
  CHECK(tally.polls == 0);
  CHECK(tally.failures == std::array<std::int64_t, 5>{});
  state.last_attempt_at = start + 1s;
  state.failures = 4;
  counting.kept(state, {});
  CHECK(tally.polls == 1);
  CHECK(tally.failures[static_cast<std::size_t>(FailureClass::transient)] == 1);
}

TEST_CASE("A database that cannot be read is told, once in the log, until it can be again", "[metrics]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up"));
  const auto told_once = [&](const std::string& unreadable) {
    daemon.signal(SIGHUP);
    for (int i = 0; i < 400; ++i) {
      const std::string metrics = read_whole(setting.folder() / "metrics" / "nhsvalues.prom");
      if (value_of(metrics, "nhsvalues_database_unreadable") == unreadable) return metrics;
      std::this_thread::sleep_for(50ms);
    }
    return std::string{};
  };
  const auto away = setting.folder() / "away.db";
  std::filesystem::rename(setting.database(), away);
  const std::string without = told_once("1");
  CHECK(value_of(without, "nhsvalues_database_unreadable") == "1");
  CHECK(value_of(without, "nhsvalues_posts").empty());
  std::filesystem::rename(away, setting.database());
  CHECK(value_of(told_once("0"), "nhsvalues_posts") == "0");
  const std::string said = daemon.err();
  const std::size_t first = said.find("metrics are incomplete, for the database cannot be read: ");
  CHECK(first != std::string::npos);
  CHECK(said.find("metrics are incomplete", first + 1) == std::string::npos);
}

TEST_CASE("A folder that is not there is said once, and keeps nothing from being collected", "[metrics]") {
  MastodonServer server;
  server.publish(posts_every_minute(2, now() - 1h));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  setting.append_to_config("[metrics]\nfile = \"/nowhere/at/all.prom\"\n");
  const Ended ended = setting.collect();
  CHECK(ended.status == 0);
  CHECK(ended.err.find("/nowhere/at/all.prom: metrics cannot be written: No such file or directory") !=
        std::string::npos);
  CHECK(setting.stored_posts().size() == 2);
}

TEST_CASE("Another file that cannot be written is told anew after a reload, and the same one is not",
          "[metrics]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  setting.append_to_config("[metrics]\nfile = \"/nowhere/at/one.prom\"\n");
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("/nowhere/at/one.prom: metrics cannot be written"));
  setting.change_config("/nowhere/at/one.prom", "/nowhere/at/two.prom");
  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("/nowhere/at/two.prom: metrics cannot be written"));
  REQUIRE(daemon.said("the new configuration is in force"));
  const std::size_t first_reload = daemon.err().size();
  daemon.signal(SIGHUP);
  const auto reloaded_again = [&] {
    return daemon.err().find("the new configuration is in force", first_reload) != std::string::npos;
  };
  for (int i = 0; i < 400 && !reloaded_again(); ++i) std::this_thread::sleep_for(50ms);
  REQUIRE(reloaded_again());
  daemon.signal(SIGTERM);
  const std::string said = daemon.wait()->err;
  const std::size_t first = said.find("/nowhere/at/two.prom");
  REQUIRE(first != std::string::npos);
  CHECK(said.find("/nowhere/at/two.prom", first + 1) == std::string::npos);
}

TEST_CASE("Metrics take the place of no key, database or configuration, nor of what a person put there",
          "[metrics]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  const std::string key = read_whole(setting.folder() / "pseudonym.key");
  write_whole(setting.folder() / "notes.prom", "mine\n");
  setting.append_to_config("[metrics]\nfile = \"notes.prom\"\n");
  const Ended warned = setting.collect();
  CHECK(warned.status == 0);
  CHECK(warned.err.find("notes.prom: metrics cannot be written: this file holds something else") !=
        std::string::npos);
  CHECK(read_whole(setting.folder() / "notes.prom") == "mine\n");
  std::string before = "notes.prom";
  for (const std::string file : {"pseudonym.key", "nhsvalues.db", "nhsvalues.db.lock", "nhsvalues.toml"}) {
    CAPTURE(file);
    setting.change_config(before, file);
    before = file;
    CHECK(setting.collect().status == 78);
    CHECK(setting.ask({"check-config"}).status == 78);
  }
  CHECK(read_whole(setting.folder() / "pseudonym.key") == key);
}

TEST_CASE("Who reads the file while it is replaced sees one of both, whole", "[metrics]") {
  Scratch scratch;
  const auto file = scratch / "m.prom";
  const std::string first(200'000, 'a');
  const std::string second(100'000, 'b');
  REQUIRE(daemon::replace_metrics_file(file, first, config::MetricsReaders::everyone));
  std::thread writer{[&] {
    for (int i = 0; i < 50; ++i)
      (void)daemon::replace_metrics_file(file, i % 2 == 0 ? second : first, config::MetricsReaders::everyone);
  }};
  int torn = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string seen = read_whole(file);
    torn += seen != first && seen != second;
  }
  writer.join();
  CHECK(torn == 0);
}

TEST_CASE("A link in the way of the file is put aside, and what it leads to stays as it is", "[metrics]") {
  Scratch scratch;
  write_whole(scratch / "precious", "keep");
  const auto beside = scratch / "m.prom.new";
  std::filesystem::create_symlink(scratch / "precious", beside);
  REQUIRE(daemon::replace_metrics_file(scratch / "m.prom", "x\n", config::MetricsReaders::everyone));
  CHECK(read_whole(scratch / "m.prom") == "x\n");
  CHECK_FALSE(std::filesystem::is_symlink(scratch / "m.prom"));
  CHECK_FALSE(std::filesystem::exists(std::filesystem::symlink_status(beside)));
  CHECK(read_whole(scratch / "precious") == "keep");
}
