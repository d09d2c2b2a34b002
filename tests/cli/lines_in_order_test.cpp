#include "cli/lines_in_order.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <ctime>
#include <mutex>
#include <stdexcept>
#include <vector>

using namespace nhs;

namespace {

/// A descriptor from which this text is read.
class Input {
 public:
  explicit Input(std::string_view text) : descriptor_(::memfd_create("input", MFD_CLOEXEC)) {
    REQUIRE(descriptor_ >= 0);
    for (std::string_view left = text; !left.empty();) {
      const ssize_t written = ::write(descriptor_, left.data(), left.size());
      REQUIRE(written > 0);
      left.remove_prefix(static_cast<std::size_t>(written));
    }
    REQUIRE(::lseek(descriptor_, 0, SEEK_SET) == 0);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() { ::close(descriptor_); }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

cli::LineWork throws_at_a_bad_line() {
  return [](const std::string& line, std::string&) {
    if (line == "bad") throw std::runtime_error{"a bad line"};
  };
}

}  // namespace

TEST_CASE("What the work on a line throws comes to the caller, and no thread waits for a turn that is lost",
          "[cli]") {
  // The first block's output never comes, for which all others would wait; far more of them than are kept.
  std::string text = "bad\n";
  for (int line = 0; line < 2'000'000; ++line) text += "a good line\n";
  const Input input{text};
  CHECK_THROWS_WITH(cli::put_lines_in_order(input.descriptor(), throws_at_a_bad_line), "a bad line");
}

TEST_CASE("What the work on the last line throws is not lost either", "[cli]") {
  const Input input{"good\nbad"};
  CHECK_THROWS_WITH(cli::put_lines_in_order(input.descriptor(), throws_at_a_bad_line), "a bad line");
}

TEST_CASE("Lines come whole to the work, the last one without its line feed, and however long", "[cli]") {
  const std::string longest(300'000, 'x');
  const Input input{"one\n\n" + longest + "\nlast"};
  std::mutex mutex;
  std::vector<std::string> seen;
  const auto seeing = [&] {
    return [&](const std::string& line, std::string&) {
      const std::lock_guard lock(mutex);
      seen.push_back(line == longest ? "the longest" : line);
    };
  };
  REQUIRE(cli::put_lines_in_order(input.descriptor(), seeing));
  std::sort(seen.begin(), seen.end());
  CHECK(seen == std::vector<std::string>{"", "last", "one", "the longest"});
}

TEST_CASE("A long line is searched for its end once, not anew with each part that comes", "[cli]") {
  // 384 reads of 128 KiB: with each of them all that had come was searched, 9 GB in the end.
  const Input input{std::string(48 * 1024 * 1024, 'x')};
  std::atomic<std::size_t> length = 0;
  const auto measuring = [&] { return [&](const std::string& line, std::string&) { length = line.size(); }; };
  const std::clock_t before = std::clock();
  REQUIRE(cli::put_lines_in_order(input.descriptor(), measuring));
  CHECK(length == 48 * 1024 * 1024);
  CHECK((std::clock() - before) / CLOCKS_PER_SEC < 4);
}
