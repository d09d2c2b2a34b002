#include "config/config.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = config::parse(text_of(data, size), "/etc/nhsvalues.toml");
  if (!parsed) {
    must(!parsed.error().lines.empty(), "it is said what is wrong");
    for (const std::string& line : parsed.error().lines) {
      must(line.rfind("/etc/nhsvalues.toml:", 0) == 0, "a fault is placed");
      must(is_one_short_line(line), "a fault is said in one short line");
    }
    return 0;
  }
  must(!parsed->topics.empty(), "something is watched for");
  for (const config::SourceConfig& source : parsed->sources) {
    must(!source.name.empty() && source.name.size() <= 64, "a source has a name");
    must(source.every >= 1s && config::slowest_pace(source) >= source.every, "a source has a pace");
    must(config::silence_of(source) > 0s, "a source may be silent for a while");
    must(source.backfill.value_or(0s) >= 0s, "the past lies behind us");
  }
  return 0;
}
