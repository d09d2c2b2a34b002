#include "notify/outbox.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <set>
#include <stdexcept>
#include <utility>

#include "report/alerts_view.h"
#include "store/reader.h"
#include "tests/support/http_server.h"
#include "tests/support/program.h"
#include "tests/support/scratch.h"
#include "tests/support/smtp_server.h"

using namespace nhs;
using namespace nhs::notify;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

struct MovedClock final : Clock {
  UtcTime now() const override { return moment; }
  UtcTime moment{std::chrono::seconds{1'800'000'000}};
};

store::AlertMessage message(const std::string& title, UtcTime at) {
  store::AlertMessage one;
  one.rule = "rule";
  one.at = at;
  one.title = title;
  one.text = "text";
  one.posts = {1, 2, 3};
  return one;
}

struct Post {
  Scratch scratch;
  MovedClock clock;
  config::Config config;
  store::PostStore store = store::PostStore::open(scratch / "nhsvalues.db", "fingerprint",
                                                  TimeZone::named("Europe/London").value())
                               .value();
  std::vector<std::string> told;

  void add_file(const std::string& name) {
    config::NotifyTarget target;
    target.name = name;
    target.path = scratch / (name + ".ndjson");
    config.targets.push_back(target);
  }
  void add_webhook(const std::string& url) {
    write_whole(scratch / "secret", "secret\n");
    std::filesystem::permissions(scratch / "secret", std::filesystem::perms{0600});
    config::NotifyTarget target;
    target.name = "hook";
    target.kind = config::TargetKind::webhook;
    target.url = url;
    target.credential = (scratch / "secret").string();
    target.allow_private_address = target.allow_plain_http = true;
    config.targets.push_back(target);
  }

  void queue(const std::string& title, const std::vector<std::string>& targets) {
    store::AlertChanges changes;
    changes.messages.emplace_back(message(title, clock.now()), targets);
    REQUIRE(store.keep_alerts(changes, clock.now()));
  }

  /// What a process does until nothing is under way.
  void deliver(Outbox::OtherTargets others = Outbox::OtherTargets::given_up,
               std::optional<std::int64_t> only = {}) {
    boost::asio::io_context io{1};
    Outbox outbox{io.get_executor(), store, clock, [] { return 0.5; },
                  [this](const std::string& line) { told.push_back(line); }};
    outbox.use(config, others);
    if (only) outbox.take_only(*only);
    outbox.look();
    for (int turn = 0; turn < 400 && !outbox.idle(); ++turn) io.run_for(20ms);
    outbox.stop();
    io.run_for(20ms);
  }

  store::KeptAlerts kept() const {
    return store::Reader::open(scratch / "nhsvalues.db").value().alerts(100).value();
  }
};

}  // namespace

TEST_CASE("A message is kept with its targets, delivered once, and not again", "[notify]") {
  Post post;
  post.add_file("one");
  post.add_file("two");
  post.queue("First", {"one", "two"});
  post.queue("Second", {"two"});
  CHECK(post.kept().waiting == 3);
  for (int i = 0; i < 3; ++i) post.deliver();
  const auto kept = post.kept();
  CHECK(kept.waiting == 0);
  REQUIRE(kept.messages.size() == 2);
  CHECK(kept.messages[0].message.title == "Second");
  CHECK(kept.messages[1].message.posts == std::vector<std::int64_t>{1, 2, 3});
  CHECK(kept.messages[0].message.key.size() == 32);
  CHECK(kept.messages[0].message.key != kept.messages[1].message.key);
  const std::string two = read_whole(post.scratch / "two.ndjson");
  CHECK(std::count(two.begin(), two.end(), '\n') == 2);
  CHECK(two.find("First") < two.find("Second"));
}

TEST_CASE("How many posts a message leaves out is kept as a number, whatever its text says", "[notify]") {
  Post post;
  store::AlertMessage told = message("First", post.clock.now());
  told.text = "3 of the posts are listed, and 7 more are not.";
  told.posts_not_listed = 44;
  store::AlertChanges changes;
  changes.messages.emplace_back(told, std::vector<std::string>{});
  told.title = "Second";
  told.posts_not_listed = std::nullopt;
  changes.messages.emplace_back(told, std::vector<std::string>{});
  REQUIRE(post.store.keep_alerts(changes, post.clock.now()));
  report::AlertsShown shown;
  shown.kept = post.kept();
  shown.now = post.clock.now();
  REQUIRE(shown.kept.messages.size() == 2);
  CHECK(shown.kept.messages[1].message.posts_not_listed == 44);
  CHECK_FALSE(shown.kept.messages[0].message.posts_not_listed);
  const std::string table =
      report::alerts_table(shown, TimeZone::named("Europe/London").value(), {.columns = 400});
  CHECK(table.find("First (posts 1, 2, 3 and 44 more)") != std::string::npos);
  CHECK(table.find("Second (posts 1, 2, 3)") != std::string::npos);
}

TEST_CASE("A message is read by itself, with how its deliveries stand", "[notify]") {
  Post post;
  post.queue("First", {"hook", "file"});
  post.queue("Second", {"hook"});
  const auto reader = store::Reader::open(post.scratch / "nhsvalues.db").value();
  const auto first = reader.alert(1).value();
  REQUIRE(first);
  CHECK(first->id == 1);
  CHECK(first->message.title == "First");
  REQUIRE(first->deliveries.size() == 2);
  CHECK(first->deliveries[0].target == "file");
  CHECK(first->deliveries[1].tries == 0);
  CHECK_FALSE(reader.alert(3).value());
}

TEST_CASE("What fails is tried again, later each time, under one key, until it arrives", "[notify]") {
  int left_to_fail = 3;
  HttpServer server{[&](const SeenRequest&) {
    Reply reply;
    if (left_to_fail-- > 0) reply.status = 503;
    return reply;
  }};
  Post post;
  post.add_webhook(server.url());
  post.queue("First", {"hook"});
  std::vector<std::chrono::seconds> rests;
  for (int i = 0; i < 10 && post.kept().waiting > 0; ++i) {
    const UtcTime before = post.clock.moment;
    post.deliver();
    post.deliver();  // before its time nothing is tried
    const auto next = post.kept().messages.at(0).deliveries.at(0).next_at;
    if (next) {
      rests.push_back(*next - before);
      post.clock.moment = *next;
    }
  }
  CHECK(rests == std::vector<std::chrono::seconds>{22s, 45s, 90s});
  CHECK(server.requests().size() == 4);
  std::set<std::string> keys;
  for (const SeenRequest& request : server.requests()) keys.insert(request.headers.at("idempotency-key"));
  CHECK(keys.size() == 1);
  CHECK(post.kept().messages.at(0).deliveries.at(0).tries == 4);
  CHECK(post.told.size() == 1);
}

TEST_CASE("A try that was planned by a clock ahead of today's is not waited for", "[notify]") {
  int asked = 0;
  HttpServer server{[&](const SeenRequest&) {
    Reply reply;
    if (asked++ == 0) reply.status = 503;
    return reply;
  }};
  Post post;
  post.add_webhook(server.url());
  const UtcTime right = post.clock.moment;
  post.clock.moment += 1000h;
  post.queue("First", {"hook"});
  post.deliver();
  CHECK(post.kept().waiting == 1);
  post.clock.moment = right;
  post.deliver();
  CHECK(post.kept().waiting == 0);
}

TEST_CASE("After three days a message is given up, and that is kept and told", "[notify]") {
  Post post;
  post.add_webhook("http://127.0.0.1:1/");
  post.queue("First", {"hook"});
  post.clock.moment += 72h;
  post.deliver();
  const auto kept = post.kept();
  CHECK(kept.waiting == 0);
  CHECK(kept.given_up == 1);
  CHECK(post.told.size() == 1);
}

TEST_CASE("A target that is in trouble does not hold up the others, and one that is gone holds up nothing",
          "[notify]") {
  HttpServer server{[](const SeenRequest&) {
    Reply reply;
    reply.delay = 400ms;
    return reply;
  }};
  Post post;
  post.add_file("file");
  post.add_webhook(server.url());
  for (int i = 0; i < 3; ++i) post.queue("Number " + std::to_string(i), {"file", "hook", "gone"});
  post.deliver();
  const auto kept = post.kept();
  CHECK(kept.waiting == 0);
  CHECK(kept.given_up == 3);
  CHECK(server.requests().size() == 3);
  for (const store::KeptAlert& each : kept.messages)
    for (const store::AlertDelivery& delivery : each.deliveries)
      if (delivery.target == "gone")
        CHECK(delivery.trouble == "the target is no longer in the configuration");
}

TEST_CASE("That it is over is told after that it began, however long that took to arrive", "[notify]") {
  Post post;
  std::atomic<bool> down = true;
  std::vector<std::string> heard;
  const HttpServer server([&](const SeenRequest& request) {
    Reply reply;
    reply.status = down ? 500 : 200;
    if (!down) heard.push_back(request.body.find("recovered") == std::string::npos ? "fired" : "recovered");
    return reply;
  });
  post.add_webhook(server.url());
  const auto queue = [&](store::AlertEvent event) {
    store::AlertMessage told = message("One", post.clock.now());
    told.event = event;
    store::AlertChanges changes;
    changes.messages.emplace_back(told, std::vector<std::string>{"hook"});
    REQUIRE(post.store.keep_alerts(changes, post.clock.now()));
  };
  queue(store::AlertEvent::fired);
  post.deliver();
  down = false;
  queue(store::AlertEvent::recovered);
  // The first try of what began waits still, and so what is over has to.
  post.deliver();
  CHECK(heard.empty());
  post.clock.moment += 1h;
  for (int i = 0; i < 3; ++i) post.deliver();
  CHECK(heard == std::vector<std::string>{"fired", "recovered"});
}

TEST_CASE("Who delivers one message leaves the others of its target for another process", "[notify]") {
  Post post;
  post.add_file("team");
  post.queue("Of the daemon's", {"team"});
  post.queue("A test", {"team"});
  const auto kept = post.kept().messages;  // newest first
  REQUIRE(kept.at(0).message.title == "A test");
  post.deliver(Outbox::OtherTargets::left_alone, kept[0].id);
  CHECK(post.kept().messages[0].deliveries.at(0).delivered_at);
  CHECK(post.kept().messages[1].deliveries.at(0).tries == 0);
  CHECK(read_whole(post.scratch / "team.ndjson").find("Of the daemon's") == std::string::npos);
}

TEST_CASE("Who delivers by another configuration leaves what waits for other targets as it is", "[notify]") {
  Post post;
  post.add_file("pager");
  post.queue("A concern", {"pager"});
  const config::Config of_daemon = std::exchange(post.config, {});
  post.add_file("mail");
  post.queue("A trial", {"mail"});
  post.deliver(Outbox::OtherTargets::left_alone);
  REQUIRE(post.kept().messages.size() == 2);
  CHECK(post.kept().messages[0].deliveries.at(0).delivered_at);
  CHECK(post.kept().messages[1].deliveries.at(0).tries == 0);
  CHECK(post.kept().waiting == 1);
  CHECK(post.kept().given_up == 0);
  CHECK(post.told.empty());
  post.config = of_daemon;
  post.deliver();
  CHECK(post.kept().waiting == 0);
  CHECK(read_whole(post.scratch / "pager.ndjson").find("A concern") != std::string::npos);
}

TEST_CASE("What is under way when a process ends stays in the outbox", "[notify]") {
  HttpServer server{[](const SeenRequest&) {
    Reply reply;
    reply.delay = 2s;
    return reply;
  }};
  Post post;
  post.add_webhook(server.url());
  post.queue("First", {"hook"});
  {
    boost::asio::io_context io{1};
    Outbox outbox{io.get_executor(), post.store, post.clock, [] { return 0.5; }, [](const std::string&) {}};
    outbox.use(post.config, Outbox::OtherTargets::given_up);
    outbox.look();
    io.run_for(100ms);
    CHECK_FALSE(outbox.idle());
    outbox.stop();
    io.run_for(100ms);
  }
  CHECK(post.kept().waiting == 1);
  CHECK(post.kept().messages.at(0).deliveries.at(0).tries == 0);
}

TEST_CASE("What the store cannot note is not sent again and again, and noted once it can", "[notify]") {
  HttpServer server{[](const SeenRequest&) { return Reply{}; }};
  Post post;
  post.add_webhook(server.url());
  post.queue("First", {"hook"});
  post.queue("Second", {"hook"});
  SQLite::Database beside{(post.scratch / "nhsvalues.db").string(), SQLite::OPEN_READWRITE};
  beside.exec("CREATE TRIGGER full BEFORE UPDATE ON alert_delivery BEGIN SELECT RAISE(ABORT, 'full'); END");
  boost::asio::io_context io{1};
  Outbox outbox{io.get_executor(), post.store, post.clock, [] { return 0.5; },
                [&](const std::string& line) { post.told.push_back(line); }};
  outbox.use(post.config, Outbox::OtherTargets::given_up);
  for (int look = 0; look < 3; ++look) {
    outbox.look();
    io.restart();
    io.run_for(200ms);
  }
  CHECK(server.requests().size() == 1);
  CHECK(post.told.size() == 1);
  beside.exec("DROP TRIGGER full");
  outbox.look();
  io.restart();
  for (int turn = 0; turn < 100 && !outbox.idle(); ++turn) io.run_for(20ms);
  CHECK(server.requests().size() == 2);
  CHECK(post.kept().waiting == 0);
}

TEST_CASE("A fault of our own is a failed try like any other, and the target gets what comes after it",
          "[notify]") {
  /// At its second question, which is the courier's.
  struct BrokenClock final : Clock {
    UtcTime now() const override {
      if (++questions == 2) throw std::runtime_error("no time");
      return UtcTime{std::chrono::seconds{1'800'000'000}};
    }
    mutable int questions = 0;
  };
  HttpServer server{[](const SeenRequest&) { return Reply{}; }};
  Post post;
  post.add_webhook(server.url());
  post.queue("First", {"hook"});
  const BrokenClock clock;
  boost::asio::io_context io{1};
  Outbox outbox{io.get_executor(), post.store, clock, [] { return 0.5; },
                [&](const std::string& line) { post.told.push_back(line); }};
  outbox.use(post.config, Outbox::OtherTargets::given_up);
  outbox.look();
  io.run_for(200ms);
  CHECK(outbox.idle());
  const auto failed = post.kept().messages.at(0).deliveries.at(0);
  CHECK(failed.tries == 1);
  CHECK(failed.trouble == "a fault of nhsvalues itself: no time");
  CHECK(failed.next_at);
}

TEST_CASE("A fault of our own beside the carrying ends the run, and leaves the message in the outbox",
          "[notify]") {
  Post post;
  post.add_file("file");
  post.queue("First", {"file"});
  boost::asio::io_context io{1};
  Outbox outbox{io.get_executor(), post.store, post.clock,
                []() -> double { throw std::runtime_error("no chance"); }, [](const std::string&) {}};
  std::filesystem::create_directory(post.config.targets[0].path);  // so that it is tried again, at some time
  outbox.use(post.config, Outbox::OtherTargets::given_up);
  outbox.look();
  CHECK_THROWS_WITH(io.run_for(5s), "no chance");
  CHECK(outbox.idle());
  CHECK(post.kept().waiting == 1);
}

TEST_CASE("Of what was given up `status` warns for a week", "[notify]") {
  Post post;
  post.queue("First", {"gone"});
  post.deliver();
  REQUIRE(post.kept().given_up == 1);
  const auto warned = [&](std::chrono::hours later) {
    return report::alert_warnings(post.kept(), post.clock.now() + later);
  };
  REQUIRE(warned(6 * 24h).size() == 1);
  CHECK(warned(6 * 24h)[0] == "1 message could not be delivered; see `nhsvalues alerts`");
  CHECK(warned(8 * 24h).empty());
}

TEST_CASE("Standings and messages are kept together; old messages are forgotten, waiting ones are not",
          "[notify]") {
  Post post;
  store::AlertChanges changes;
  changes.standings = {
      {"rule", "thing", store::AlertPhase::firing, post.clock.now(), post.clock.now(), {}, 7}};
  changes.messages.emplace_back(message("Waits", post.clock.now()), std::vector<std::string>{"target"});
  changes.messages.emplace_back(message("Goes nowhere", post.clock.now()), std::vector<std::string>{});
  REQUIRE(post.store.keep_alerts(changes, post.clock.now()));
  CHECK(post.store.alert_standings().value() == changes.standings);
  store::AlertChanges later;
  later.dropped = {{"rule", "thing"}};
  REQUIRE(post.store.keep_alerts(later, post.clock.now() + 91 * 24h));
  CHECK(post.store.alert_standings().value().empty());
  std::vector<std::string> titles;
  for (const store::KeptAlert& each : post.kept().messages) titles.push_back(each.message.title);
  CHECK(titles == std::vector<std::string>{"Waits"});
}

TEST_CASE("A test message is marked, goes to the targets named, and stands in the audit with who sent it",
          "[notify]") {
  Post post;
  post.add_file("file");
  const auto id =
      post.store.queue_test_alert(message("Test", {}), {"file"}, {post.clock.now(), "ana (1001)"});
  REQUIRE(id);
  post.deliver();
  const auto kept = post.kept();
  REQUIRE(kept.messages.size() == 1);
  CHECK(kept.messages[0].id == *id);
  CHECK(kept.messages[0].message.event == store::AlertEvent::test);
  CHECK(read_whole(post.scratch / "file.ndjson").find("\"event\": \"test\"") != std::string::npos);
  const auto audit = store::Reader::open(post.scratch / "nhsvalues.db").value().audit({}).value();
  REQUIRE(audit.size() == 1);
  CHECK(audit[0].action == "test_alert");
  CHECK(audit[0].person == "ana (1001)");
}
