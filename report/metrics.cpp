#include "report/metrics.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/metrics_samples.h"

namespace nhs::report {
namespace {

std::string_view id_of_type(MetricType type) {
  return type == MetricType::gauge ? "gauge" : type == MetricType::counter ? "counter" : "summary";
}

/// A line of help holds no line ends, and its backslashes are doubled.
std::string help_line(std::string_view help) {
  std::string text;
  for (const char c : help) {
    if (c == '\\')
      text += "\\\\";
    else
      text += c == '\n' ? ' ' : c;
  }
  return text;
}

}  // namespace

std::string metrics_text(const MetricsReading& reading) {
  std::string text;
  for (const Metric& metric : metric_table()) {
    Samples samples{metric.name};
    metric.put(reading, samples);
    if (samples.text().empty()) continue;
    text += fmt::format("# HELP {} {}\n# TYPE {} {}\n{}", metric.name, help_line(metric.help), metric.name,
                        id_of_type(metric.type), samples.text());
  }
  return text;
}

std::string metrics_markdown() {
  std::string text = "| metric | type | labels | meaning |\n|---|---|---|---|\n";
  for (const Metric& metric : metric_table())
    text += fmt::format("| `{}` | {} | {} | {} |\n", metric.name, id_of_type(metric.type),
                        metric.labels.empty() ? "" : fmt::format("`{}`", metric.labels), metric.help);
  return text;
}

}  // namespace nhs::report
