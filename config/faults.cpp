#include "config/faults.h"

#include <fmt/format.h>

#include <algorithm>

namespace nhs::config {

void Faults::add(int line, std::string_view key, std::string_view what) {
  found_.push_back({line, fmt::format("{}:{}: {}: {}", file_.native(), line, key, what)});
}

ConfigErrors Faults::in_order() const {
  std::vector<Fault> sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Fault& a, const Fault& b) { return a.line < b.line; });
  ConfigErrors errors;
  for (Fault& fault : sorted) errors.lines.push_back(std::move(fault.text));
  return errors;
}

}  // namespace nhs::config
