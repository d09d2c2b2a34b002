#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/metrics.h"

namespace nhs::report {

enum class MetricType : std::uint8_t { gauge, counter, summary };

/// The samples of one metric as they are written.
class Samples {
 public:
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

  explicit Samples(std::string_view name) : name_(name) {}

  void add(double value, const Labels& labels = {}) { add_as("", value, labels); }
  template <std::integral Number>
  void add(Number count, const Labels& labels = {}) {
    add_as("", static_cast<double>(count), labels);
  }
  /// suffix: `_sum` and `_count` of a summary.
  void add_as(std::string_view suffix, double value, const Labels& labels = {});
  /// Seconds since 1970; without a time there is no sample.
  void add(const std::optional<UtcTime>& time, const Labels& labels = {});

  const std::string& text() const { return text_; }

 private:
  std::string_view name_;
  std::string text_;
};

/// One row of the one table of metrics.
struct Metric {
  std::string_view name;
  MetricType type;
  std::string_view labels = {};  ///< their names, with commas between
  std::string_view help;         ///< a sentence in Markdown, for docs/metrics.md and `# HELP` alike
  void (*put)(const MetricsReading& reading, Samples& samples);
};

/// All of them, in the order in which they are written.
const std::vector<Metric>& metric_table();

/// Its parts: the program itself, the sources, and what is stored.
std::vector<Metric> program_metrics();
std::vector<Metric> source_metrics();
std::vector<Metric> stored_metrics();

}  // namespace nhs::report
