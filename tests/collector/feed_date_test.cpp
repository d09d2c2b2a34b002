#include "collector/sources/feed_date.h"

#include <catch2/catch.hpp>

using namespace nhs;

TEST_CASE("Dates are read as feeds write them", "[feed][date]") {
  struct Row {
    const char* written;
    const char* utc;  ///< nullptr: no date
  };
  const Row rows[] = {
      {"Fri, 20 Nov 2026 09:15:30 +0000", "2026-11-20T09:15:30Z"},
      {"Fri, 20 Nov 2026 09:15:30 GMT", "2026-11-20T09:15:30Z"},
      {"20 Nov 2026 09:15:30 -0500", "2026-11-20T14:15:30Z"},
      {"Thu, 19 Nov 26 23:59 GMT", "2026-11-19T23:59:00Z"},
      {"Thu, 19 Nov 99 23:59 GMT", "1999-11-19T23:59:00Z"},
      {"Fri, 20 November 2026 09:01:00 BST", "2026-11-20T08:01:00Z"},
      {"Fri, 5 Jun 2026 9:05 EDT", "2026-06-05T13:05:00Z"},
      {"Mon, 20 Nov 2026 09:15:30 Z", "2026-11-20T09:15:30Z"},  // a wrong weekday is ignored
      {"Fri, 20 Nov 2026 09:15:30 GMT+1", "2026-11-20T08:15:30Z"},
      {"Fri, 20 Nov 2026 09:15:30 +01:00", "2026-11-20T08:15:30Z"},
      {"Fri, 20 Nov 2026 09:15:30 XYZ", "2026-11-20T09:15:30Z"},
      {"Fri, 20 Nov 2026 09:15:30 +2300", "2026-11-20T09:15:30Z"},
      {"Fri, 20 Nov 2026 09:15:30", "2026-11-20T09:15:30Z"},
      {"Fri, 20 Nov 2026", "2026-11-20T00:00:00Z"},
      {"Fri Nov 20 09:15:30 2026", "2026-11-20T09:15:30Z"},
      {"Fri Nov 20 09:15:30 +0000 2026", "2026-11-20T09:15:30Z"},
      {"November 20, 2026 9:15", "2026-11-20T09:15:00Z"},
      {"Mar, 17 mars 2026 10:00:00 +0100", "2026-03-17T09:00:00Z"},
      {"Fr, 20 Dez 2024 10:00:00 +0100", "2024-12-20T09:00:00Z"},
      {"20 févr. 2026 10:00 +0100", "2026-02-20T09:00:00Z"},
      {"Gwe, 20 Tach 2026 10:00:00 GMT", "2026-11-20T10:00:00Z"},
      {"2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z"},
      {"2026-11-20T09:00:00.250+00:00", "2026-11-20T09:00:00Z"},
      {"2026-11-19T22:00:00-05:00", "2026-11-20T03:00:00Z"},
      {"2026-11-20 09:00:00", "2026-11-20T09:00:00Z"},
      {"2026-11-20 09:00:00 BST", "2026-11-20T08:00:00Z"},
      {"2026-11-20T09:00Z", "2026-11-20T09:00:00Z"},
      {"2026-11-20T09:00:00+0100", "2026-11-20T08:00:00Z"},
      {"2026-11-20", "2026-11-20T00:00:00Z"},
      {"  2026-11-20\n", "2026-11-20T00:00:00Z"},
      {"1795165200", "2026-11-20T09:00:00Z"},
      {"1795165200000", "2026-11-20T09:00:00Z"},
      {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},
      {"Mon, 31 Jun 2026 25:00:00 ET", nullptr},
      {"Mon, 31 Jun 2026 12:00:00 GMT", nullptr},
      {"30 Feb 2026 12:00:00 GMT", nullptr},
      {"20 Nov 2026 25:00:00 GMT", nullptr},
      {"2026-13-01T00:00:00Z", nullptr},
      {"2026-11-20T24:00:00Z", nullptr},
      {"11/20/2026", nullptr},
      {"yesterday", nullptr},
      {"", nullptr},
      {"12345", nullptr},
      {"99999999999999999999999999", nullptr},
      {"::::", nullptr},
      {"-- -- --", nullptr},
      {"Fri,", nullptr},
  };
  for (const Row& row : rows) {
    CAPTURE(row.written);
    const auto date = collector::parse_feed_date(row.written);
    CHECK((date ? format_utc(*date) : "none") == std::string{row.utc == nullptr ? "none" : row.utc});
  }
}

TEST_CASE("A text of any length is no burden to the date reader", "[feed][date][hostile]") {
  CHECK_FALSE(collector::parse_feed_date(std::string(1'000'000, '1')));
  CHECK_FALSE(collector::parse_feed_date(std::string(1'000'000, ' ')));
}
