#include "collector/sources/feed_date.h"
#include "core/time.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  for (const auto& time : {collector::parse_feed_date(text), parse_rfc3339(text)})
    if (time) must(parse_rfc3339(format_utc(*time)) == time, "a moment that was read can be written");
  if (const auto duration = parse_duration(text)) {
    must(duration->count() >= 0, "a duration does not lead back");
    // A number of seconds beyond 10^9 is not read.
    if (duration->count() <= 1'000'000'000)
      must(parse_duration(format_duration(*duration)) == duration, "a duration that was read can be written");
  }
  if (const auto day = parse_day(text)) must(parse_day(format_day(*day)) == day, "a day can be written");
  return 0;
}
