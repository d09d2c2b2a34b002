#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "collector/watched_sources.h"
#include "daemon/store_archive.h"
#include "intake/writing_session.h"
#include "net/curl_client.h"
#include "store/reader.h"
#include "tests/collector/poller_setting.h"
#include "tests/support/scratch.h"

namespace nhs::test {

inline constexpr std::chrono::hours kDay{24};

/// A database that is collected into over real HTTP, by a clock that the test moves.
class Rechecking {
 public:
  Rechecking() {
    config.database = folder / "nhsvalues.db";
    config.contact = "https://example.org/contact";
    config.allow_private_addresses = config.allow_plain_http = true;
    session = std::make_unique<intake::WritingSession>(
        intake::begin_writing(config, "a test", store::RulesFrom::daemon).value());
    archive = std::make_unique<daemon::StoreArchive>(session->store, session->intake, clock);
  }

  config::SourceConfig& watch(const std::string& name, config::SourceKind kind, const std::string& url) {
    config::SourceConfig source;
    source.name = name;
    source.kind = kind;
    source.url = url;
    config.sources.push_back(source);
    return config.sources.back();
  }

  std::string keep_secret(const std::string& secret) {
    const std::filesystem::path file = folder / "secret";
    std::ofstream(file) << secret;
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return file.string();
  }

  /// One turn of every source, as the daemon makes it after a start.
  void turn() {
    boost::asio::io_context io{1};
    net::CurlClient http(io.get_executor(), collector::client_options(config));
    const auto pollers = pollers_on(http);
    for (const auto& poller : pollers)
      boost::asio::co_spawn(io, poller->run_once(), [](std::exception_ptr broken, collector::RunEnd) {
        if (broken) std::rethrow_exception(broken);
      });
    io.run();
  }

  /// The only source is watched for so long.
  void watch_for(std::chrono::seconds duration) {
    boost::asio::io_context io{1};
    net::CurlClient http(io.get_executor(), collector::client_options(config));
    const auto pollers = pollers_on(http);
    REQUIRE(pollers.size() == 1);
    boost::asio::cancellation_signal stop;
    const auto end = pause.steady + duration;
    pause.before_wait = [&] {
      if (pause.steady >= end) stop.emit(boost::asio::cancellation_type::terminal);
    };
    auto ended = [](std::exception_ptr broken) {
      if (broken) std::rethrow_exception(broken);
    };
    boost::asio::co_spawn(io, pollers.front()->run_for_ever(),
                          boost::asio::bind_cancellation_slot(stop.slot(), ended));
    io.run();
    pause.before_wait = nullptr;
  }

  std::vector<std::unique_ptr<collector::Poller>> pollers_on(net::HttpClient& http) {
    collector::PollerSurroundings around{http, *archive, clock, pause, hosts, [] { return 0.5; }};
    auto sources = collector::watched_sources(config).value().ready;
    std::vector<store::RecheckedSource> rechecked;
    for (const auto& source : sources)
      if (const auto* rechecker = source.source->rechecker(); rechecker && source.rechecks)
        rechecked.push_back({source.name, collector::first_recheck(rechecker->manner({}, clock.now()).pace)});
    REQUIRE(session->store.set_rechecked_sources(rechecked, clock.now()));
    std::vector<std::unique_ptr<collector::Poller>> pollers;
    for (auto& source : sources)
      pollers.push_back(
          std::make_unique<collector::Poller>(std::move(source), around, collector::Patience{}));
    return pollers;
  }

  void pass(std::chrono::seconds duration) {
    clock.time += duration;
    pause.steady += duration;
  }

  void turn_after(std::chrono::seconds duration) {
    pass(duration);
    turn();
  }

  store::Reader reader() const { return store::Reader::open(config.database).value(); }

  std::multiset<std::string> texts() const {
    std::multiset<std::string> texts;
    store::PostsQuery all;
    all.limit = 1000;
    const auto posts = reader().posts(all);
    REQUIRE(posts);
    for (const store::StoredPost& post : *posts) texts.insert(post.text);
    return texts;
  }

  std::int64_t ref_of(const std::string& text) const {
    store::PostsQuery all;
    all.limit = 1000;
    const auto posts = reader().posts(all);
    REQUIRE(posts);
    for (const store::StoredPost& post : *posts)
      if (post.text == text) return post.ref;
    FAIL("no post says " << text);
    return 0;
  }

  store::StoredPost post(std::int64_t ref) const { return reader().post(ref).value().value(); }

  store::RecheckStanding standing(const std::string& source) const {
    const auto status = reader().status(clock.now());
    REQUIRE(status);
    for (const store::RecheckStanding& each : status->rechecks)
      if (each.source == source) return each;
    FAIL(source << " is not rechecked");
    return {};
  }

  /// Rollups and search index say what the posts say.
  void check_sound() {
    CHECK(session->store.rollups_hold().value());
    CHECK(session->store.search_holds().value());
  }

  Scratch folder;
  MovedClock clock;
  CountedPause pause{clock};
  collector::Hosts hosts;
  config::Config config;
  std::unique_ptr<intake::WritingSession> session;
  std::unique_ptr<daemon::StoreArchive> archive;
};

}  // namespace nhs::test
