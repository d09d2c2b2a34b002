#include "intake/import_time.h"

#include <catch2/catch.hpp>

using namespace nhs;
using namespace nhs::intake;

namespace {

/// Half a year after the dates below.
UtcTime now() { return *parse_rfc3339("2027-06-30T10:00:00Z"); }

std::string read(std::string_view text, DateStyle style) {
  const auto time = parse_import_time(text, style, now());
  return time ? format_utc(*time) : "";
}

std::string fault(std::string_view text, DateStyle style = DateStyle::utc) {
  const auto time = parse_import_time(text, style, now());
  return time ? "" : time.error();
}

}  // namespace

TEST_CASE("A day alone and RFC 3339 are read in every style", "[import]") {
  for (const DateStyle style : all_of<DateStyle>()) {
    CHECK(read("2026-12-31", style) == "2026-12-31T12:00:00Z");
    CHECK(read(" 2026-12-31T14:05:00+01:00 ", style) == "2026-12-31T13:05:00Z");
    CHECK(read("tomorrow", style).empty());
    CHECK(read("", style).empty());
  }
}

TEST_CASE("Which number is the day is never guessed", "[import]") {
  CHECK(read("31/12/2026", DateStyle::rfc3339).empty());
  CHECK(read("31/12/2026", DateStyle::utc).empty());
  CHECK(read("31/12/2026", DateStyle::day_first) == "2026-12-31T12:00:00Z");
  CHECK(read("31/12/2026", DateStyle::month_first).empty());
  CHECK(read("3/4/2026", DateStyle::day_first) == "2026-04-03T12:00:00Z");
  CHECK(read("3/4/2026", DateStyle::month_first) == "2026-03-04T12:00:00Z");
}

TEST_CASE("Dates of spreadsheets and of 4CAT are in UTC", "[import]") {
  CHECK(read("2026-12-31 14:05:09", DateStyle::rfc3339).empty());
  CHECK(read("2026-12-31 14:05:09", DateStyle::utc) == "2026-12-31T14:05:09Z");
  CHECK(read("2026-12-31T14:05:09.25", DateStyle::utc) == "2026-12-31T14:05:09Z");
  CHECK(read("2026-12-31 14:05", DateStyle::day_first) == "2026-12-31T14:05:00Z");
  CHECK(read("2026-12-31  9:05", DateStyle::utc) == "2026-12-31T09:05:00Z");
  CHECK(read("31/12/2026 14:05", DateStyle::day_first) == "2026-12-31T14:05:00Z");
  CHECK(read("31.12.26 14:05:09", DateStyle::day_first) == "2026-12-31T14:05:09Z");
}

TEST_CASE("A clock of twelve hours counts its noon and midnight as twelve", "[import]") {
  CHECK(read("12/31/2025 2:05 PM", DateStyle::month_first) == "2025-12-31T14:05:00Z");
  CHECK(read("12/31/2025 2:05:09 AM", DateStyle::month_first) == "2025-12-31T02:05:09Z");
  CHECK(read("31/12/2025 2:05pm", DateStyle::day_first) == "2025-12-31T14:05:00Z");
  CHECK(read("2025-12-31 12:05 AM", DateStyle::utc) == "2025-12-31T00:05:00Z");
  CHECK(read("2025-12-31 12:05 pm", DateStyle::utc) == "2025-12-31T12:05:00Z");
  CHECK(read("2025-12-31 11:59 PM GMT", DateStyle::utc) == "2025-12-31T23:59:00Z");
  for (const char* text :
       {"2025-12-31 14:05 PM", "2025-12-31 0:05 AM", "2025-12-31 2:05 P", "2025-12-31 PM"}) {
    INFO(text);
    CHECK(read(text, DateStyle::utc).empty());
  }
}

TEST_CASE("After a time stands UTC or an offset; a zone's name is not guessed at", "[import]") {
  for (const char* utc : {"", "Z", " Z", " UTC", " gmt", " +00:00"}) {
    INFO(utc);
    CHECK(read(std::string{"2025-11-01 14:05"} + utc, DateStyle::utc) == "2025-11-01T14:05:00Z");
  }
  CHECK(read("2025-11-01 14:05 +0100", DateStyle::utc) == "2025-11-01T13:05:00Z");
  CHECK(read("2025-11-01 14:05:09-05", DateStyle::utc) == "2025-11-01T19:05:09Z");
  CHECK(read("01/11/2025 14:05 +01:00", DateStyle::day_first) == "2025-11-01T13:05:00Z");
  for (const char* zone : {" CET", " BST", " EST", " Europe/Paris", " UTC+1", " GMT+1", " +1", " +99:00",
                           " (UTC)", " UTC UTC", " 2", " \xFF"}) {
    INFO(zone);
    CHECK(read(std::string{"2025-11-01 14:05"} + zone, DateStyle::utc).empty());
    CHECK(read(std::string{"01/11/2025 14:05"} + zone, DateStyle::day_first).empty());
  }
}

TEST_CASE("Unix time has ten digits, or thirteen in milliseconds", "[import]") {
  CHECK(read("1793696400", DateStyle::utc) == "2026-11-03T09:00:00Z");
  CHECK(read("1793696400.75", DateStyle::utc) == "2026-11-03T09:00:00Z");
  CHECK(read("1793696400123", DateStyle::utc) == "2026-11-03T09:00:00Z");
  CHECK(read("1793696400", DateStyle::rfc3339).empty());
  for (const char* text : {"2025110114", "20251101", "202511011405", "20251101140509", "999999999",
                           "17936964001", "-1793696400", "1793696400.7.5", "1793696400e1"}) {
    INFO(text);
    CHECK(read(text, DateStyle::utc).empty());
  }
}

TEST_CASE("A date that no post can have is a fault in every style, but for a day that has begun somewhere",
          "[import]") {
  for (const DateStyle style : all_of<DateStyle>()) {
    CHECK(fault("2027-07-02T10:00:00Z", style) == "lies in the future or before 1995");
    CHECK(fault("1970-01-01T00:00:00Z", style) == "lies in the future or before 1995");
    CHECK(fault("2072-01-01", style) == "lies in the future or before 1995");
    // At ten o'clock its noon is to come.
    CHECK(read("2027-06-30", style) == "2027-06-30T12:00:00Z");
    CHECK(read("2027-07-01", style) == "2027-07-01T12:00:00Z");
    CHECK(read("2027-07-02", style).empty());
  }
  CHECK(fault("1/1/1980", DateStyle::day_first) == "lies in the future or before 1995");
}

TEST_CASE("What is wrong with a date is said by an example", "[import]") {
  CHECK(fault("noon") == "must be a day or a time like 2026-12-31 14:05:00");
  CHECK(fault("31/12/2026", DateStyle::month_first) == "must be a day or a time like 12/31/2026 14:05");
}

TEST_CASE("Of a date as sheets have it, the way on is said", "[import]") {
  CHECK(date_format_for("31/12/2026", DateStyle::rfc3339) == "; add --date-format day-first");
  CHECK(date_format_for(" 1/2/2026", DateStyle::rfc3339) == "; add --date-format day-first or month-first");
  CHECK(date_format_for("2026-12-31 14:05:00", DateStyle::rfc3339) == "; add --date-format utc");
  CHECK(date_format_for("noon", DateStyle::rfc3339).empty());
  CHECK(date_format_for("2099-01-01", DateStyle::rfc3339).empty());
  CHECK(date_format_for("31/12/2026", DateStyle::month_first).empty());
}

TEST_CASE("What is no day is no date", "[import]") {
  for (const char* text : {"30/02/2026", "32/01/2026", "0/1/2026", "1/13/2026", "1/2/202", "1/2/20266", "1/2",
                           "1/2/", "1-2/2026", "1/2/2026 25:00", "1/2/2026 noon", "/1/2026", "001/2/2026"}) {
    INFO(text);
    CHECK(read(text, DateStyle::day_first).empty());
  }
}
