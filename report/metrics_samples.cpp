#include "report/metrics_samples.h"

#include <fmt/format.h>

namespace nhs::report {
namespace {

/// As the format wants it: backslash, quotation mark and line end are escaped.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    if (c == '\n')
      text += "\\n";
    else
      text += c;
  }
  return text;
}

}  // namespace

void Samples::add_as(std::string_view suffix, double value, const Labels& labels) {
  text_ += fmt::format("{}{}", name_, suffix);
  for (std::size_t i = 0; i < labels.size(); ++i)
    text_ += fmt::format("{}{}=\"{}\"", i == 0 ? "{" : ",", labels[i].first, escaped(labels[i].second));
  text_ += fmt::format("{} {}\n", labels.empty() ? "" : "}", value);
}

void Samples::add(const std::optional<UtcTime>& time, const Labels& labels) {
  if (time) add(static_cast<double>(time->time_since_epoch().count()), labels);
}

const std::vector<Metric>& metric_table() {
  static const std::vector<Metric> table = [] {
    std::vector<Metric> all;
    for (const auto& part : {program_metrics(), source_metrics(), stored_metrics()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return table;
}

}  // namespace nhs::report
