#include <catch2/catch.hpp>

#include "report/campaign_times.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;
using std::chrono::days;

namespace {

Campaign campaign(const std::string& since, const std::string& until) {
  Campaign made;
  made.name = "hearts";
  made.since = day(since);
  if (!until.empty()) made.until = day(until);
  return made;
}

CampaignTimes times(const Campaign& campaign, const std::string& today,
                    CampaignBaseline baseline = CampaignBaseline::before) {
  const auto found = times_of(campaign, baseline, day(today));
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("One day is held against the same weekday of the week before", "[campaigns]") {
  const CampaignTimes launch = times(campaign("2015-05-11", "2015-05-12"), "2026-11-24");
  CHECK(launch.during.label == "2015-05-11");
  CHECK(launch.baseline.label == "2015-05-04");
  CHECK(launch.weeks_between == 1);
  CHECK(launch.days() == 1);
  CHECK_FALSE(launch.running);
}

TEST_CASE("Two weeks are held against the two before, and ten days against ten of the two before",
          "[campaigns]") {
  const CampaignTimes fortnight = times(campaign("2026-11-02", "2026-11-16"), "2026-11-24");
  CHECK(fortnight.during.label == "2026-11-02..2026-11-15");
  CHECK(fortnight.baseline.label == "2026-10-19..2026-11-01");
  const CampaignTimes ten_days = times(campaign("2026-11-04", "2026-11-14"), "2026-11-24");
  CHECK(ten_days.baseline.label == "2026-10-21..2026-10-30");
  CHECK(ten_days.weeks_between == 2);
}

TEST_CASE(
    "Of any length a baseline has as many days, begins on the same weekday, and has none of the "
    "campaign's own",
    "[campaigns]") {
  const LocalDay today = day("2026-11-24");
  for (const CampaignBaseline baseline : {CampaignBaseline::before, CampaignBaseline::year_before})
    for (int length = 1; length <= 800; ++length) {
      CAPTURE(length);
      Campaign made = campaign("2024-03-01", "");
      made.until = made.since + days{length};
      const auto found = times_of(made, baseline, today);
      REQUIRE(found);
      CHECK(found->baseline.to - found->baseline.from == days{length});
      CHECK((found->during.from - found->baseline.from).count() % 7 == 0);
      CHECK(found->during.from - found->baseline.from == days{found->weeks_between * 7});
      CHECK(found->baseline.to <= found->during.from);
    }
}

TEST_CASE("Days over a change of the clocks are days like others", "[campaigns]") {
  const CampaignTimes autumn = times(campaign("2026-10-19", "2026-11-02"), "2026-11-24");
  CHECK(autumn.days() == 14);
  CHECK(autumn.baseline.label == "2026-10-05..2026-10-18");
  const CampaignTimes spring = times(campaign("2026-03-29", "2026-03-30"), "2026-11-24");
  CHECK(spring.baseline.label == "2026-03-22");
}

TEST_CASE("A campaign that is still running is counted up to yesterday, against as many days",
          "[campaigns]") {
  for (const char* until : {"", "2026-12-31", "2026-11-25"}) {
    CAPTURE(until);
    const CampaignTimes running = times(campaign("2026-11-16", until), "2026-11-24");
    CHECK(running.running);
    CHECK(running.during.label == "2026-11-16..2026-11-23");
    CHECK(running.baseline.label == "2026-11-02..2026-11-09");
  }
}

TEST_CASE("A campaign whose last day was yesterday is over", "[campaigns]") {
  CHECK_FALSE(times(campaign("2026-11-16", "2026-11-24"), "2026-11-24").running);
}

TEST_CASE("A campaign that began today is counted as far as today has come", "[campaigns]") {
  const CampaignTimes begun = times(campaign("2026-11-24", ""), "2026-11-24");
  CHECK(begun.running);
  CHECK(begun.during.label == "2026-11-24");
  CHECK(begun.baseline.label == "2026-11-17");
}

TEST_CASE("Nothing can be said of a campaign that has not begun", "[campaigns]") {
  const auto planned = times_of(campaign("2026-12-01", ""), CampaignBaseline::before, day("2026-11-24"));
  REQUIRE_FALSE(planned);
  CHECK(planned.error().status == ExitStatus::usage);
  CHECK(planned.error().message ==
        "the campaign hearts begins on 2026-12-01: nothing can have been said yet");
}

TEST_CASE("The year before is 52 weeks away, and further for a longer campaign", "[campaigns]") {
  const Campaign fortnight = campaign("2026-11-02", "2026-11-16");
  const CampaignTimes near = times(fortnight, "2026-11-24", CampaignBaseline::year_before);
  CHECK(near.weeks_between == 52);
  CHECK(near.baseline.label == "2025-11-03..2025-11-16");
  const CampaignTimes far =
      times(campaign("2024-01-01", "2025-06-01"), "2026-11-24", CampaignBaseline::year_before);
  CHECK(far.weeks_between == 104);
}
