#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <iostream>
#include <streambuf>

#include "core/json_elements.h"
#include "tests/support/left_out.h"
#include "tests/support/sanitizer.h"

using namespace nhs;

namespace {

/// A document of one list, made while it is read. Every 50th element is a string of 10 MB, far too long.
class LongList final : public std::streambuf {
 public:
  explicit LongList(std::size_t bytes) : bytes_(bytes) { show("{\"items\":[{\"id\":0}"); }

 private:
  static constexpr std::size_t kLong = 10'000'000;

  void show(std::string piece) {
    written_ += piece.size();
    held_ = std::move(piece);
    setg(held_.data(), held_.data(), held_.data() + held_.size());
  }
  int_type underflow() override {
    if (ended_) return traits_type::eof();
    if (long_left_ > 0) {
      show(std::string(10'000, 'x'));
      long_left_ -= held_.size();
      if (long_left_ == 0) show("\"}");
    } else if (written_ >= bytes_) {
      ended_ = true;
      show("]}");
    } else if (++elements_ % 50 == 0) {
      long_left_ = kLong;
      show(",{\"id\":1,\"text\":\"");
    } else {
      show(",{\"id\":2,\"text\":\"" + std::string(1000, 'y') + "\"}");
    }
    return traits_type::to_int_type(held_.front());
  }

  std::size_t bytes_;
  std::size_t written_ = 0;
  std::size_t elements_ = 0;
  std::size_t long_left_ = 0;
  std::string held_;
  bool ended_ = false;
};

long growth_over(std::size_t bytes) {
  const auto peak = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const long before = peak();
  LongList list{bytes};
  std::istream in{&list};
  auto elements = JsonElements::open(in, "items", 100'000);
  REQUIRE(elements);
  std::size_t whole = 0;
  std::size_t too_long = 0;
  while (const auto element = elements->next()) ++(element->fault.empty() ? whole : too_long);
  CHECK(whole > too_long);
  CHECK(too_long > 0);
  return peak() - before;
}

}  // namespace

TEST_CASE("A list of 200 MB, with elements of 10 MB, needs no more memory than one of 5 MB", "[json]") {
  if (test::kIsSanitized) return test::leave_out("a sanitizer keeps memory that the program has freed");
  const long warm_up = growth_over(5'000'000);
  const long growth = growth_over(200'000'000);
  std::cout << "peak grew by " << warm_up << " KiB over 5 MB, then by " << growth << " KiB over 200 MB\n";
  CHECK(growth < 1024);
}
