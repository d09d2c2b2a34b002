#include "tests/support/labelled_posts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <optional>
#include <random>
#include <string_view>
#include <utility>

#include "core/text.h"

namespace nhs::test {
namespace {

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\t') {
      cells.emplace_back();
    } else if (line[i] == '\\' && i + 1 < line.size()) {
      const char escape = line[++i];
      cells.back() += escape == 't' ? '\t' : escape == 'n' ? '\n' : escape == 'r' ? '\r' : escape;
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

std::optional<std::size_t> column(const std::vector<std::string>& header, std::string_view name) {
  const auto at = std::find(header.begin(), header.end(), name);
  if (at == header.end()) return std::nullopt;
  return static_cast<std::size_t>(at - header.begin());
}

/// In [0, 1), alike with every standard library.
double draw(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1.0p-53; }

/// How much is written at that time, the busiest being 1.
double busyness(UtcTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::weekday weekday{day};
  const auto hour = std::chrono::duration_cast<std::chrono::hours>(time - day).count();
  const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
  const double by_hour = hour < 6 ? 0.05 : hour < 8 ? 0.5 : hour < 20 ? 1.0 : hour < 23 ? 0.6 : 0.2;
  return (weekend ? 0.45 : 1.0) * by_hour;
}

UtcTime moment(std::mt19937_64& random, UtcTime until, std::chrono::seconds span) {
  for (;;) {
    const std::chrono::seconds before{1 +
                                      static_cast<long>(draw(random) * static_cast<double>(span.count()))};
    const UtcTime time = until - before;
    if (draw(random) < busyness(time)) return time;
  }
}

std::string handle(std::mt19937_64& random) {
  constexpr std::array<std::string_view, 20> first = {
      "quiet", "amber", "early", "north", "kind",   "rainy", "second", "little", "plain",  "copper",
      "brisk", "mossy", "late",  "sunny", "woolly", "river", "tidy",   "silver", "stripy", "upper"};
  constexpr std::array<std::string_view, 15> second = {
      "kettle", "lantern", "bramble", "corridor", "heron",   "biscuit", "ledger", "porter",
      "rounds", "thistle", "lanyard", "teapot",   "wagtail", "bobbin",  "daybook"};
  constexpr auto people = static_cast<double>(first.size() * second.size());
  // Squaring bends the choice towards the first people: the busiest tenth write a third of all posts.
  const auto person = static_cast<std::size_t>(people * std::pow(draw(random), 2));
  return fmt::format("{}_{}", first[person % first.size()], second[person / first.size()]);
}

}  // namespace

Result<std::vector<LabelledPost>> read_labelled_posts(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!in || !std::getline(in, line))
    return fail(ExitStatus::no_input, fmt::format("{}: cannot be read; give a labelled TSV", file.string()));
  const std::vector<std::string> header = cells_of(line);
  const auto id = column(header, "id");
  const auto text = column(header, "text");
  const auto kind = column(header, "kind");
  const auto values = column(header, "values");
  if (!id || !text || !kind)
    return fail(ExitStatus::bad_data,
                fmt::format("{}:1: needs the columns id, text and kind", file.string()));

  std::vector<LabelledPost> posts;
  for (int number = 2; std::getline(in, line); ++number) {
    const std::vector<std::string> cells = cells_of(line);
    if (cells.size() != header.size()) {
      return fail(ExitStatus::bad_data, fmt::format("{}:{}: has {} columns, the header {}", file.string(),
                                                    number, cells.size(), header.size()));
    }
    posts.push_back({cells[*id], cells[*text], cells[*kind], values ? cells[*values] : ""});
  }
  return posts;
}

void tag_all(std::vector<LabelledPost>& posts) {
  for (LabelledPost& post : posts) {
    bool tagged = false;
    for (const char* topic : {"NHSvalues", "TeamLeeds", "HeartsAndMinds"})
      tagged = tagged || carries_topic(post.text, {}, topic);
    if (!tagged) post.text += " #NHSvalues";
  }
}

std::vector<TestPost> spread_over_weeks(const std::vector<LabelledPost>& posts, UtcTime until,
                                        std::chrono::seconds span) {
  std::mt19937_64 random(1948);
  std::vector<TestPost> spread;
  spread.reserve(posts.size());
  for (const LabelledPost& post : posts) {
    const UtcTime created_at = moment(random, until, span);
    spread.push_back({.text = post.text, .created_at = created_at, .author = handle(random)});
  }
  return spread;
}

}  // namespace nhs::test
