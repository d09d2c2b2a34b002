#include "net/rate_headers.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// `Name: value`, a line each.
net::HttpResponse response_with(std::string_view lines) {
  net::HttpResponse response;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    const std::size_t colon = std::min(line.find(':'), line.size());
    response.headers.emplace_back(line.substr(0, colon),
                                  trimmed(line.substr(std::min(colon + 1, line.size()))));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
  }
  return response;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr UtcTime now{1795168800s};
  const std::string_view text = text_of(data, size);
  const net::HttpResponse response = response_with(text);

  if (const auto until = net::retry_after(response, now))
    must(*until >= now + 1s && *until <= now + 24h, "a server's wish is a second to a day from now");
  const net::RateBudget budget = net::rate_budget(response, now);
  must(budget.limit.value_or(0) >= 0 && budget.remaining.value_or(0) >= 0, "a budget is no debt");
  const auto lifetime = net::cache_lifetime(response, now).value_or(0s);
  must(lifetime >= 0s && lifetime.count() <= 1LL << 31, "freshness is bounded");
  if (const auto date = net::parse_http_date(text))
    must(parse_rfc3339(format_utc(*date)) == date, "a moment that was read can be written");
  return 0;
}
