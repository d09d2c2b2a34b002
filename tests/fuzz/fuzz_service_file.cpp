#include "config/service_file.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::test;

/// The description of a service.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  config::SourceConfig source;
  source.url = "https://server.example";
  source.credential = "key";
  const auto service = config::parse_service(text_of(data, size), "/etc/service.toml", source, false);
  if (service) {
    must(service->paging.max_pages > 0, "a walk has an end");
    must(!service->network.empty() && service->network.size() <= 32, "a network has a name");
    must(!service->map.text.empty() || !service->map.heading.empty(), "it is known where a text is");
    return 0;
  }
  must(!service.error().lines.empty(), "it is said what is wrong");
  for (const std::string& line : service.error().lines)
    must(is_one_short_line(line), "a fault is said in one short line");
  return 0;
}
