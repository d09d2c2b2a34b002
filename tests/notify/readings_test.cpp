#include "notify/readings.h"

#include <catch2/catch.hpp>

#include "notify/evaluation.h"
#include "report/alerts_view.h"

using namespace nhs;
using namespace nhs::notify;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 9h};
constexpr std::int64_t kMiB = 1024 * 1024;

report::WatchedSource watched(const std::string& name) {
  report::WatchedSource source{name, 5min};
  source.slowest = 20min;
  source.silent_after = 2h;
  return source;
}

SourceState answered(const std::string& name, UtcTime at) {
  SourceState state;
  state.source = name;
  state.last_success_at = at;
  state.next_poll_at = kNow + 5min;
  return state;
}

/// So many posts on each day, the last one today.
std::vector<store::TrendRow> days(const std::vector<std::int64_t>& posts) {
  std::vector<store::TrendRow> rows;
  const LocalDay first{std::chrono::days{20'000}};
  for (std::size_t at = 0; at < posts.size(); ++at) {
    store::TrendRow row;
    row.period = {"", first + std::chrono::days{at}, first + std::chrono::days{at + 1}};
    row.posts = posts[at];
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

TEST_CASE("New posts about a group are told without naming the group, anywhere in the message", "[notify]") {
  std::string first_command;
  for (const Group group : all_of<Group>()) {
    const Observation seen = new_about_group(group, {1, {7763}, 7763});
    CHECK(seen.title == "A new post about an inclusion group");
    CHECK(seen.posts == std::vector<std::int64_t>{7763});
    CHECK(seen.text.find(id_of(group)) == std::string::npos);
    // The same for every group.
    if (first_command.empty()) first_command = seen.command;
    CHECK(seen.command == first_command);
  }
  CHECK(
      first_command ==
      "nhsvalues posts --group homeless_people --group gypsies_and_travellers --group sex_workers --group fgm");
  CHECK(new_about_group(Group::fgm, {3, {1, 2, 3}, 3}).title == "3 new posts about an inclusion group");
  CHECK(new_about_group(Group::fgm, {}).command == first_command);
}

TEST_CASE("A source is stale when it has not answered for its time, and only our own words say why",
          "[notify]") {
  const config::AlertRule rule{"stale", config::AlertKind::stale_source};
  SourceState silent = answered("slow", kNow - 3h);
  silent.failure = FailureClass::needs_token;
  silent.last_error = "@amy@far.example says: the server's own words";
  const auto seen =
      stale_sources(rule, {watched("slow"), watched("quick")}, {silent, answered("quick", kNow - 1h)}, kNow);
  REQUIRE(seen.size() == 2);
  CHECK(seen[0].reading == Reading::holds);
  CHECK(seen[0].title == "The source slow has not answered for 3 h");
  CHECK(seen[0].text.find("it refuses the credential, or wants one") != std::string::npos);
  CHECK(seen[0].text.find("amy") == std::string::npos);
  CHECK(seen[1].reading == Reading::clear);
}

TEST_CASE("A source that never answered at all is stale too", "[notify]") {
  SourceState refused;
  refused.source = "slow";
  refused.failing_since = kNow - 3h;
  refused.failure = FailureClass::needs_token;
  const config::AlertRule rule{"stale", config::AlertKind::stale_source};
  const auto seen = stale_sources(rule, {watched("slow")}, {refused}, kNow);
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].reading == Reading::holds);
  CHECK(seen[0].text.find("It never answered, since ") == 0);
  refused.failing_since = kNow - 1min;
  CHECK(stale_sources(rule, {watched("slow")}, {refused}, kNow)[0].reading == Reading::clear);
}

TEST_CASE("A source that somebody switched off is not said to answer again", "[notify]") {
  report::WatchedSource off = watched("slow");
  off.disabled = report::Switch{kNow - 1h, "ana (1001)"};
  CHECK(stale_sources({"stale", config::AlertKind::stale_source}, {off}, {answered("slow", kNow - 3h)}, kNow)
            .empty());
}

TEST_CASE("A rule of some sources does not look at others", "[notify]") {
  config::AlertRule rule{"stale", config::AlertKind::stale_source};
  rule.sources = {"quick"};
  const auto seen =
      stale_sources(rule, {watched("slow"), watched("quick")}, {answered("slow", kNow - 3h)}, kNow);
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].subject == "quick");
}

TEST_CASE("A disk is short of room below a border, and well again only a tenth above it", "[notify]") {
  const config::AlertRule rule{"disk", config::AlertKind::disk_space};
  const auto reading = [&](std::int64_t mib, bool read_only = false) {
    return disk_space(rule, store::DiskRoom{mib * kMiB, read_only}).reading;
  };
  CHECK(reading(1023) == Reading::holds);
  CHECK(reading(1024) == Reading::between);
  CHECK(reading(1126) == Reading::between);
  CHECK(reading(1127) == Reading::clear);
  CHECK(reading(100'000, true) == Reading::holds);
  CHECK(disk_space(rule, std::nullopt).reading == Reading::between);
}

TEST_CASE("A concern names its posts and how long they wait, and nothing of what they say", "[notify]") {
  store::Concerns concerns;
  concerns.open = 1;
  concerns.newest = 7;
  concerns.oldest_open = kNow - 2h;
  store::PostOfConcern post;
  post.post.ref = 12;
  post.post.text = "the text of the post";
  post.concerns.push_back({7, "self-harm", kNow - 2h});
  concerns.posts.push_back(post);
  const Observation seen = concern(concerns, kNow);
  CHECK(seen.reading == Reading::holds);
  CHECK(seen.mark == 7);
  CHECK(seen.posts == std::vector<std::int64_t>{12});
  CHECK(seen.title == "1 post with words of concern waits for a reader");
  for (const std::string& said : {seen.title, seen.text, seen.command, seen.over}) {
    CHECK(said.find("the text") == std::string::npos);
    CHECK(said.find("self-harm") == std::string::npos);
  }
  CHECK(concern(store::Concerns{}, kNow).reading == Reading::clear);
}

TEST_CASE("A day with more posts than the same weekday's limit is a spike, a busy weekday is none",
          "[notify]") {
  const config::AlertRule rule{"spike", config::AlertKind::volume_spike};
  std::vector<std::int64_t> counts(57, 5);
  for (std::size_t weekday = 0; weekday < counts.size(); weekday += 7)
    counts[weekday] = 40 + (weekday % 2) * 4;
  counts.back() = 45;
  CHECK(volume_spike(rule, days(counts)).reading == Reading::clear);
  counts.back() = 90;
  const Observation seen = volume_spike(rule, days(counts));
  CHECK(seen.reading == Reading::holds);
  CHECK(seen.title.find("90 posts on ") == 0);
  SECTION("few posts are no spike, however quiet it was") {
    std::vector<std::int64_t> quiet(57, 0);
    quiet.back() = 9;
    CHECK(volume_spike(rule, days(quiet)).reading == Reading::clear);
    quiet.back() = 10;
    CHECK(volume_spike(rule, days(quiet)).reading == Reading::holds);
  }
  SECTION("it is over after a whole day without one, and not because a day has begun") {
    counts.push_back(2);
    auto rows = days(counts);
    rows.back().partial = true;
    CHECK(volume_spike(rule, rows).reading == Reading::between);
    rows.back().partial = false;
    CHECK(volume_spike(rule, rows).reading == Reading::clear);
    counts.push_back(0);
    rows = days(counts);
    rows.back().partial = true;
    CHECK(volume_spike(rule, rows).reading == Reading::clear);
  }
  SECTION("without a history there is no spike") {
    CHECK(volume_spike(rule, days({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 500})).reading ==
          Reading::clear);
  }
  SECTION("days of which nothing was collected are no history") {
    auto rows = days(counts);
    for (store::TrendRow& row : rows) row.collected = store::Collected::none;
    CHECK(volume_spike(rule, rows).reading == Reading::clear);
  }
}

TEST_CASE("The fewer weeks there are to go by, the more a spike takes", "[notify]") {
  const config::AlertRule rule{"spike", config::AlertKind::volume_spike};
  /// The same weekday's posts, the last one's today.
  const auto reading = [&](const std::vector<std::int64_t>& weekdays) {
    std::vector<std::int64_t> counts(7 * (weekdays.size() - 1) + 1, 0);
    for (std::size_t week = 0; week < weekdays.size(); ++week) counts[7 * week] = weekdays[week];
    return volume_spike(rule, days(counts)).reading;
  };
  // Mean 12, moving ranges of 2, s = 1.773. Of four weeks 12 + 9.22 * 1.773 * sqrt(1.25) = 30.3, where the
  // limit of a chart would be 12 + 2.66 * 2 = 17.3; of eight 12 + 4.53 * 1.773 * sqrt(1.125) = 20.5, but
  // counting alone makes 12 + 3 * sqrt(12) * sqrt(1.125) = 23.0.
  CHECK(reading({11, 13, 11, 13, 18}) == Reading::clear);
  CHECK(reading({11, 13, 11, 13, 30}) == Reading::clear);
  CHECK(reading({11, 13, 11, 13, 31}) == Reading::holds);
  CHECK(reading({11, 13, 11, 13, 11, 13, 11, 13, 23}) == Reading::clear);
  CHECK(reading({11, 13, 11, 13, 11, 13, 11, 13, 24}) == Reading::holds);
  // Four weeks alike are chance, too: 12 + 3 * sqrt(12) * sqrt(1.25) = 23.6.
  CHECK(reading({12, 12, 12, 12, 13}) == Reading::clear);
  CHECK(reading({12, 12, 12, 12, 24}) == Reading::holds);
}

TEST_CASE("A month that will cost too much is told before it does", "[notify]") {
  const config::AlertRule rule{"spend", config::AlertKind::spend_forecast};
  report::WatchedSource source = watched("x");
  source.caps = report::SpendCaps{true, {}, 20'000'000, kNow - 24h, kNow - 10 * 24h, kNow + 20 * 24h};
  const auto reading = [&](std::int64_t spent) {
    return spend_forecasts(rule, {source}, {{"x", 0, spent, kNow - 10 * 24h}}, kNow).at(0);
  };
  CHECK(reading(5'000'000).reading == Reading::clear);
  CHECK(reading(8'000'000).reading == Reading::holds);
  CHECK(reading(8'000'000).title == "The source x is expected to use 120% of its month");
  // 100.3%: what is told for being too much does not read as if it were not.
  CHECK(reading(6'686'667).reading == Reading::holds);
  CHECK(reading(6'686'667).title == "The source x is expected to use a little more than 100% of its month");
  CHECK(reading(6'500'000).reading == Reading::between);
  CHECK(reading(20'000'000).title == "The source x has used up its month");
}

TEST_CASE("A value whose share leaves its limits in the last whole week is a shift, in its direction too",
          "[notify]") {
  store::TrendsResult weeks;
  weeks.model = "m";
  LocalDay monday{std::chrono::days{19'999 - 3}};
  for (int week = 0; week < 21; ++week, monday += std::chrono::days{7}) {
    store::TrendRow row;
    row.period = period_holding(monday, Bucket::week);
    row.partial = week == 20;
    row.posts = row.classified = 100;
    row.models = {{"m", 100}};
    store::ValueCounts& compassion = row.values[index_of(Value::compassion)];
    compassion.posts = week == 19 ? 60 : 20 + week % 3;
    compassion.directions[index_of(Direction::breached)] = week == 19 ? 45 : 5 + week % 2;
    weeks.rows.push_back(row);
  }
  const auto holding = [&](config::AlertKind kind, std::optional<Direction> direction = std::nullopt) {
    std::vector<std::string> subjects;
    config::AlertRule rule{"shift", kind};
    rule.direction = direction;
    for (const ShiftSeen& each : shifts(rule, weeks))
      if (each.seen.reading == Reading::holds) {
        subjects.push_back(each.seen.subject);
        CHECK_FALSE(each.seen.title.empty());
        CHECK_FALSE(each.seen.text.empty());
        CHECK(each.week->from == weeks.rows[19].period.from);
      }
    return subjects;
  };
  CHECK(holding(config::AlertKind::share_shift) == std::vector<std::string>{"compassion"});
  CHECK(holding(config::AlertKind::direction_shift) == std::vector<std::string>{"compassion:breached"});
  CHECK(holding(config::AlertKind::direction_shift, Direction::breached) ==
        std::vector<std::string>{"compassion:breached"});
  CHECK(holding(config::AlertKind::direction_shift, Direction::upheld).empty());
  CHECK(holding(config::AlertKind::direction_shift, Direction::mentioned).empty());
  // What is only named is watched where a rule says so.
  weeks.rows[19].values[index_of(Value::compassion)].directions = {0, 5, 45};
  CHECK(holding(config::AlertKind::direction_shift).empty());
  CHECK(holding(config::AlertKind::direction_shift, Direction::mentioned) ==
        std::vector<std::string>{"compassion:mentioned"});
  weeks.rows[19].values = {};
  weeks.rows[19].values[index_of(Value::compassion)].posts = 21;
  CHECK(holding(config::AlertKind::share_shift).empty());
}

TEST_CASE("A message that does not list all posts says how many more there are", "[notify]") {
  store::Concerns concerns;
  concerns.open = 30;
  Observation seen = concern(concerns, kNow);
  const config::AlertRule rule{"concern", config::AlertKind::concern};
  for (std::int64_t ref = 1; ref <= kPostsListed; ++ref) seen.posts.push_back(ref);
  const store::AlertMessage fired = message_of(rule, seen, store::AlertEvent::fired, kNow, kNow);
  CHECK(fired.text.ends_with(" 20 of the posts are listed, and 10 more are not."));
  CHECK(fired.posts_not_listed == 10);
  CHECK_FALSE(message_of(rule, seen, store::AlertEvent::recovered, kNow, kNow).posts_not_listed);
  // What lists messages lists no more posts than they do, and says so too.
  report::ExplainedRule explained;
  const auto listed = [&] {
    explained.messages = {message_of(rule, seen, store::AlertEvent::fired, kNow, kNow)};
    return report::explained_table(explained, TimeZone::named("Europe/London").value(), {.columns = 400});
  };
  CHECK(listed().find(", 19, 20 and 10 more)") != std::string::npos);
  CHECK(listed().find("it would have fired once.") != std::string::npos);
  seen.posts_in_all = kPostsListed;
  CHECK(listed().find(", 19, 20)") != std::string::npos);
  const store::AlertMessage whole = message_of(rule, seen, store::AlertEvent::fired, kNow, kNow);
  CHECK_FALSE(whole.text.ends_with("more are not."));
  CHECK(whole.posts_not_listed == 0);
  seen.posts_in_all = 0;
  CHECK_FALSE(message_of(rule, seen, store::AlertEvent::fired, kNow, kNow).posts_not_listed);
}

TEST_CASE("A rule that held before the days that are replayed is not said to have fired in them",
          "[notify]") {
  report::ExplainedRule explained;
  const auto told = [&] {
    return report::explained_table(explained, TimeZone::named("Europe/London").value(), {.columns = 400});
  };
  CHECK(told().find("it would not have fired.") != std::string::npos);
  store::AlertMessage still;
  still.event = store::AlertEvent::still;
  explained.messages = {still};
  CHECK(told().find("it would not have fired anew, but been told of again.") != std::string::npos);
  explained.messages[0].event = store::AlertEvent::recovered;
  CHECK(told().find("it would not have fired anew, but it was over.") != std::string::npos);
}
