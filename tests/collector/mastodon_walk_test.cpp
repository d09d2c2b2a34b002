#include "collector/sources/mastodon_walk.h"

#include <catch2/catch.hpp>

using namespace nhs;
using namespace nhs::collector;

namespace {

const UtcTime kNow = parse_rfc3339("2026-11-20T09:00:00Z").value();

RunStart rescan_from(const std::string& anchor) {
  RunStart start;
  start.now = kNow;
  start.rescan = true;
  start.overlap_anchor = anchor;
  return start;
}

PageOutline page(const std::string& lowest, const std::string& highest) {
  PageOutline outline;
  outline.statuses = 2;
  outline.lowest = lowest;
  outline.highest = highest;
  return outline;
}

MastodonProgress caught_up_at(const std::string& position) {
  MastodonProgress progress;
  progress.position = position;
  return progress;
}

/// A page above the position, and the look below it that finds nothing left between.
void read_above(MastodonProgress& progress, const std::string& lowest, const std::string& highest) {
  const std::string position = progress.position;
  advance(progress, page(lowest, highest), kNow);
  advance(progress, page(position, position), kNow);
}

}  // namespace

TEST_CASE("A re-scan that is broken off at every run still reaches the newest post", "[mastodon]") {
  MastodonProgress progress = caught_up_at("500");
  begin_walk(progress, rescan_from("100"), std::nullopt);
  int pages = 0;
  // The server grants one page a run.
  while (progress.position != "500" && pages < 100) {
    const std::string above = progress.position;
    advance(progress, page(above, std::to_string(std::stoi(above) + 100)), kNow);
    ++pages;
    begin_walk(progress, rescan_from("100"), std::nullopt);
  }
  CHECK(pages == 4);
}

TEST_CASE("What came late during a broken-off re-scan is read by the one after it, in the same run",
          "[mastodon]") {
  MastodonProgress progress = caught_up_at("300");
  begin_walk(progress, rescan_from("100"), std::nullopt);
  read_above(progress, "150", "200");
  begin_walk(progress, rescan_from("100"), std::nullopt);
  CHECK(next_page(progress)->min_id == "200");
  read_above(progress, "250", "300");
  advance(progress, PageOutline{}, kNow);
  CHECK(next_page(progress)->min_id == "100");
  read_above(progress, "150", "300");
  advance(progress, PageOutline{}, kNow);
  CHECK_FALSE(next_page(progress));
}
