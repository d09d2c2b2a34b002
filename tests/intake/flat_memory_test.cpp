#include <sys/resource.h>

#include <iostream>
#include <streambuf>

#include "tests/intake/read_all.h"
#include "tests/support/left_out.h"
#include "tests/support/sanitizer.h"

using namespace nhs;
using namespace nhs::intake;

namespace {

/// How a file of a format is written. In a piece, `#N` stands for its number and `#T` for some words.
struct Shape {
  ImportFormat format;
  std::string beginning;
  std::string piece;
  std::string between;
  std::string end;
};

std::string filled_in(std::string piece, std::size_t number) {
  const std::string words = "the ward was kind to us " + std::string(200 + number % 300, 'x');
  const auto put = [&](const std::string& mark, const std::string& what) {
    for (std::size_t at = piece.find(mark); at != std::string::npos; at = piece.find(mark, at + what.size()))
      piece.replace(at, mark.size(), what);
  };
  put("#N", std::to_string(1'700'000'000'000'000'000 + number));
  put("#T", words);
  return piece;
}

/// A file that is made while it is read.
class LongFile final : public std::streambuf {
 public:
  LongFile(const Shape& shape, std::size_t bytes) : shape_(shape), bytes_(bytes) { show(shape.beginning); }

  std::size_t pieces() const { return pieces_; }

 private:
  void show(std::string text) {
    written_ += text.size();
    held_ = std::move(text);
    setg(held_.data(), held_.data(), held_.data() + held_.size());
  }
  int_type underflow() override {
    if (ended_) return traits_type::eof();
    ended_ = written_ >= bytes_;
    if (ended_) {
      show(shape_.end);
    } else {
      show((pieces_ == 0 ? "" : shape_.between) + filled_in(shape_.piece, pieces_));
      ++pieces_;
    }
    return held_.empty() ? traits_type::eof() : traits_type::to_int_type(held_.front());
  }

  const Shape& shape_;
  std::size_t bytes_;
  std::string held_;
  std::size_t written_ = 0;
  std::size_t pieces_ = 0;
  bool ended_ = false;
};

std::vector<Shape> shapes() {
  return {
      {ImportFormat::mastodon_archive, R"({"type":"OrderedCollection","orderedItems":[)",
       R"({"id":"https://a.example/#N/activity","type":"Create","object":{"id":"https://a.example/#N","type":"Note",)"
       R"("to":["as:Public"],"content":"<p>#T</p>","published":"2026-11-01T10:00:00Z"}})",
       ",", "]}"},
      {ImportFormat::jsonfeed, R"({"version":"https://jsonfeed.org/version/1.1","items":[)",
       R"({"id":"https://a.example/#N","content_text":"#T"})", ",", "]}"},
      {ImportFormat::x, "[", R"({"id":"#N","text":"#T","author_id":"1"})", ",", "]"},
      {ImportFormat::x, "", R"({"data":[{"id":"#N","text":"#T"}]})", "\n", "\n"},
      {ImportFormat::ndjson, "", R"({"id":"#N","text":"#T"})", "\n", "\n"},
      {ImportFormat::fourcat_ndjson, "", R"({"id":#N,"body":"#T","timestamp":1793696400})", "\n", "\n"},
      {ImportFormat::csv, "id,text\n", "#N,\"#T\"", "\n", "\n"}};
}

/// Reads it all; gives by how many KiB the process's peak grew.
long growth_over(const Shape& shape, std::size_t bytes) {
  const auto peak = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const long before = peak();
  LongFile file{shape, bytes};
  std::istream in{&file};
  auto reader = make_import_reader(shape.format, in);
  REQUIRE(reader);
  std::size_t posts = 0;
  while (const auto item = (*reader)->next()) posts += std::holds_alternative<ImportedPost>(*item);
  REQUIRE(posts + static_cast<std::size_t>((*reader)->left_out().boosts) == file.pieces());
  return peak() - before;
}

/// More than a batch of a feed's items.
constexpr std::size_t kShort = 2'000'000;
/// A reader that held what it has read would grow by the difference.
constexpr std::size_t kLong = 5'000'000;

}  // namespace

TEST_CASE("A file many times as long needs no more memory", "[import]") {
  if (test::kIsSanitized) return test::leave_out("a sanitizer keeps memory that the program has freed");
  for (const Shape& shape : shapes()) {
    const long warm_up = growth_over(shape, kShort);
    const long growth = growth_over(shape, kLong);
    std::cout << id_of(shape.format) << (shape.between == "," ? ", one list" : ", lines") << ": peak grew by "
              << warm_up << " KiB over 2 MB, then by " << growth << " KiB over " << kLong / 1'000'000
              << " MB\n";
    CHECK(growth < 2 * 1024);
  }
}
