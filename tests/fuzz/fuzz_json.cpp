#include <cmath>

#include "core/json.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// Numbers that are no integers may differ in their last digits once they were written and read.
bool same_number(double a, double b) { return std::abs(a - b) <= std::max(1e-12 * std::abs(a), 1e-300); }

bool same(JsonView a, JsonView b) {
  if (a.is_array() != b.is_array() || a.size() != b.size() || a.keys() != b.keys()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!same(a.at(i), b.at(i))) return false;
  for (const std::string_view key : a.keys())
    if (!same(a[key], b[key])) return false;
  if (a.number() && b.number() && !a.integer()) return same_number(*a.number(), *b.number());
  return a.text() == b.text() && a.boolean() == b.boolean() && a.integer() == b.integer();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = JsonDocument::parse(text_of(data, size));
  if (!document) {
    must(is_one_short_line(document.error().message), "a failure is said in one short line");
    return 0;
  }
  const std::string written = document->root().to_text();
  const auto again = JsonDocument::parse(written);
  must(again.has_value(), "what was read can be written and read again");
  must(same(document->root(), again->root()), "writing and reading changes nothing");
  return 0;
}
