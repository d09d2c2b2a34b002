#include "notify/replay.h"

#include <catch2/catch.hpp>

#include "tests/notify/unusual_times.h"

using namespace nhs;
using namespace nhs::notify;
using namespace nhs::test;
using store::AlertEvent;

namespace {

/// A database whose posts with the word "red" raise a concern.
struct Past {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");

  Past() {
    const store::ConcernRules rules{[](std::string_view text) {
                                      const bool holds = text.find("red") != std::string_view::npos;
                                      return holds ? std::vector<std::string>{"red"}
                                                   : std::vector<std::string>{};
                                    },
                                    std::chrono::hours{24 * 90}, "red"};
    REQUIRE(posts.apply_concern_rules(rules, at("2026-11-20T11:00:00Z")));
  }
  void take_in(std::vector<store::ClassifiedPost> made, const char* when = "2026-11-20T12:00:00Z") {
    store::Batch batch = batch_of(std::move(made));
    batch.now = at(when);
    save(posts, batch);
  }
  Replay explain(const config::AlertRule& rule, int days) const {
    const store::Reader reader = open_reader(folder / "posts.db");
    return replay(rule, reader, {at("2026-11-22T13:00:00Z"), london()}, days).value();
  }
};

config::AlertRule daily_concern() {
  config::AlertRule rule{"concern", config::AlertKind::concern};
  rule.repeat_every = std::chrono::hours{24};
  return rule;
}

std::vector<std::string> told_at(const Replay& told) {
  std::vector<std::string> times;
  for (const store::AlertMessage& each : told.messages)
    times.push_back(std::string{id_of(each.event)} + " " + format_utc(each.at));
  return times;
}

store::ClassifiedPost about(Group group, std::uint64_t id, const std::string& created_at) {
  store::ClassifiedPost post =
      MadePost{.id = id, .text = "Seen " + std::to_string(id), .created_at = created_at};
  post.classification.groups = {group};
  return post;
}

}  // namespace

TEST_CASE("What came too soon after a message, and what is told again, is in a replay of concerns",
          "[replay]") {
  Past past;
  past.take_in({MadePost{.id = 1, .text = "red"}});
  past.take_in({MadePost{.id = 2, .text = "all red"}, MadePost{.id = 3, .text = "red too"}},
               "2026-11-20T12:05:00Z");
  const Replay told = past.explain(daily_concern(), 5);
  // The two that came five minutes later wait until a quarter of an hour is over; from then on it is told
  // daily.
  CHECK(told_at(told) == std::vector<std::string>{"fired 2026-11-20T12:00:00Z", "more 2026-11-20T12:15:00Z",
                                                  "still 2026-11-21T12:15:00Z",
                                                  "still 2026-11-22T12:15:00Z"});
  CHECK(told.messages[0].posts == std::vector<std::int64_t>{1});
  CHECK(told.messages[1].posts == std::vector<std::int64_t>{1, 2, 3});
  CHECK(told.limits.empty());
}

TEST_CASE("A concern that waited before the days that are replayed is told of in them", "[replay]") {
  Past past;
  past.take_in({MadePost{.id = 1, .text = "red"}});
  const Replay told = past.explain(daily_concern(), 1);
  CHECK(told_at(told) ==
        std::vector<std::string>{"still 2026-11-21T12:00:00Z", "still 2026-11-22T12:00:00Z"});
  CHECK(told.limits == "It had fired before that day, and still held then.");
  REQUIRE(past.posts.acknowledge({1}, "Ana", "rang the lead", at("2026-11-20T18:00:00Z")));
  CHECK(past.explain(daily_concern(), 1).messages.empty());
  CHECK(past.explain(daily_concern(), 1).limits.empty());
}

TEST_CASE("What was told again and again before the days that are replayed keeps its hours in them",
          "[replay]") {
  Past past;
  past.take_in({MadePost{.id = 1, .text = "red"}});  // at noon of the day before
  config::AlertRule rule = daily_concern();
  rule.repeat_every = std::chrono::hours{5};
  // 12:00, 17:00, 22:00, and the next day 03:00, 08:00.
  const std::vector<std::string> told = told_at(past.explain(rule, 1));
  REQUIRE(told.size() > 2);
  CHECK(told[0] == "still 2026-11-21T03:00:00Z");
  CHECK(told[1] == "still 2026-11-21T08:00:00Z");
}

TEST_CASE("Groups are replayed in the order of time, and of quiet hours it is said that they are left out",
          "[replay]") {
  Past past;
  past.take_in({about(Group::homeless_people, 1, "2026-11-17T10:00:00Z"),
                about(Group::homeless_people, 2, "2026-11-19T10:00:00Z"),
                about(Group::fgm, 3, "2026-11-18T10:00:00Z")});
  config::AlertRule rule{"groups", config::AlertKind::inclusion_group};
  rule.quiet_hours = config::QuietHours{22 * 60, 7 * 60};
  const Replay told = past.explain(rule, 10);
  // Each at the end of its day.
  CHECK(told_at(told) == std::vector<std::string>{"fired 2026-11-18T00:00:00Z", "fired 2026-11-19T00:00:00Z",
                                                  "fired 2026-11-20T00:00:00Z"});
  CHECK(told.limits.find("Quiet hours are left out here") == 0);
  // On the machine the group is told.
  CHECK(told.messages.front().title == "A new post about an inclusion group (homeless_people)");
}

TEST_CASE("A busy day is replayed at its end, and over at the end of a day that was none", "[replay]") {
  Past past;
  past.take_in(busy_sunday());
  const Replay told = past.explain({"busy-day", config::AlertKind::volume_spike}, 10);
  CHECK(told_at(told) ==
        std::vector<std::string>{"fired 2026-11-15T23:59:59Z", "recovered 2026-11-16T23:59:59Z"});
  REQUIRE(told.messages.size() == 2);
  CHECK(told.messages[0].title == "15 posts on 2026-11-15, expected up to 12 on that weekday");
  CHECK(told.messages[1].title == "As many posts a day as usual again");
  CHECK(told.limits.find("Each day is looked at once") == 0);
  CHECK(past.explain({"busy-day", config::AlertKind::volume_spike}, 3).messages.empty());
}

TEST_CASE("A value's share that left its limits for a week is replayed at that week's end, and at the next's",
          "[replay]") {
  Past past;
  past.take_in(week_fallen_short());
  const Replay told = past.explain({"share", config::AlertKind::share_shift}, 30);
  CHECK(told_at(told) ==
        std::vector<std::string>{"fired 2026-11-09T00:00:00Z", "recovered 2026-11-16T00:00:00Z"});
  REQUIRE(told.messages.size() == 2);
  CHECK(told.messages[0].title ==
        "Compassion: share above the upper limit in week 2026-W45 (70%, usually 7 to 43%)");
  CHECK(told.messages[1].title == "Compassion: its share is as usual again");
}

TEST_CASE("A direction that left its limits for a week is replayed by its own name", "[replay]") {
  Past past;
  past.take_in(week_fallen_short());
  config::AlertRule rule{"direction", config::AlertKind::direction_shift};
  const Replay told = past.explain(rule, 30);
  CHECK(told_at(told) ==
        std::vector<std::string>{"fired 2026-11-09T00:00:00Z", "recovered 2026-11-16T00:00:00Z"});
  REQUIRE(told.messages.size() == 2);
  CHECK(told.messages[0].title ==
        "Compassion, fallen short of: share above the upper limit in week 2026-W45 (60%, usually up to 33%)");
  rule.direction = Direction::upheld;
  CHECK(past.explain(rule, 30).messages.empty());
}
