#include "cli/progress.h"

#include <fmt/format.h>

#include "report/progress_line.h"

namespace nhs::cli {
namespace {

using namespace std::chrono_literals;

/// Often enough to be seen to move, seldom enough for a slow terminal and for a braille line.
constexpr auto kBetweenDrawings = 200ms;

}  // namespace

Progress::Progress(const Context& context, std::string doing)
    : context_(context), shown_(context.shows_progress()), doing_(std::move(doing)) {}

Progress::~Progress() { context_.show_progress(""); }

void Progress::begin(std::string doing) {
  doing_ = std::move(doing);
  drawn_.reset();
}

void Progress::at_posts(std::int64_t done, std::int64_t of) {
  at(done, of, [&] { return report::posts_done_in_words(done, of); });
}

bool Progress::is_due() {
  if (!shown_) return false;
  const auto now = std::chrono::steady_clock::now();
  if (drawn_ && now - *drawn_ < kBetweenDrawings) return false;
  if (!drawn_) began_ = now;
  drawn_ = now;
  return true;
}

void Progress::draw(std::int64_t done, std::int64_t of, const std::string& amount) {
  const auto taken = std::chrono::steady_clock::now() - began_;
  context_.show_progress(report::progress_line(
      {doing_, done, of, amount, std::chrono::duration<double>(taken)}, context_.terminal_of_messages()));
}

}  // namespace nhs::cli
