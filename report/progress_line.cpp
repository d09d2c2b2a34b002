#include "report/progress_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/text.h"
#include "report/chart.h"

namespace nhs::report {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr std::size_t kWidestBar = 40;
constexpr std::size_t kNarrowestBar = 8;
/// Before that a guess at the rest would jump about.
constexpr Seconds kTimeToGuess{2};

std::string with_thousands(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

/// `, about 12 s left`; nothing before one can tell, and nothing where it is about to end.
std::string time_left(const ProgressMade& made) {
  if (made.of <= 0 || made.done <= 0 || made.done >= made.of || made.taken < kTimeToGuess) return {};
  const double left =
      made.taken.count() * static_cast<double>(made.of - made.done) / static_cast<double>(made.done);
  if (left < 1) return {};
  if (left < 90) return fmt::format(", about {:.0f} s left", left);
  if (left < 90 * 60) return fmt::format(", about {:.0f} min left", left / 60);
  return fmt::format(", about {:.0f} h left", left / 3600);
}

}  // namespace

std::string progress_line(const ProgressMade& made, const Terminal& terminal) {
  const std::size_t columns = terminal.columns - 1;
  const std::string amount = made.amount + time_left(made);
  if (made.of <= 0) return cut_to(fmt::format("{}: {}", made.doing, amount), columns, terminal.unicode);
  const double portion = std::clamp(static_cast<double>(made.done) / static_cast<double>(made.of), 0.0, 1.0);
  // Only what is whole is a hundred per cent.
  const std::string percents = fmt::format("{:3.0f}%", std::floor(portion * 100));
  const std::size_t fixed = display_width(made.doing) + 2 + 2 + percents.size() + 2 + display_width(amount);
  const std::size_t room = fixed < columns ? std::min(columns - fixed, kWidestBar) : 0;
  if (room < kNarrowestBar)
    return cut_to(fmt::format("{} {}  {}", made.doing, percents, amount), columns, terminal.unicode);
  std::string drawn = bar(portion, 1, room - (terminal.unicode ? 0 : 2), terminal);
  if (!terminal.unicode) drawn = "[" + padded(drawn, room - 2) + "]";
  return fmt::format("{}  {}  {}  {}", made.doing, padded(drawn, room), percents, amount);
}

std::string posts_done_in_words(std::int64_t done, std::int64_t of) {
  if (of <= 0) return with_thousands(done) + (done == 1 ? " post" : " posts");
  return fmt::format("{} of {} posts", with_thousands(done), with_thousands(of));
}

}  // namespace nhs::report
