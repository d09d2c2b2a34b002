#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nhs::report {

/// What somebody can work out who has every number that was told so far: of each number the least and the
/// most that it can be, once all sums between them are drawn on until nothing more follows.
///
/// Not thread-safe.
class ReaderKnowledge {
 public:
  using Number = std::size_t;

  /// Both included.
  struct Range {
    std::int64_t least = 0;
    std::int64_t most = kUnbounded;
  };
  /// More than anybody counts, and little enough to add up.
  static constexpr std::int64_t kUnbounded = 1'000'000'000'000;

  /// What a reader is told of a number.
  struct News {
    Number number;
    Range range;
    /// Not 0 for a number that is hidden: from now on everything from 1 to this must stay possible, as far as
    /// it was before this news.
    std::int64_t open_to = 0;
  };

  /// A number of which nothing is known.
  Number add();
  /// total is the sum of parts.
  void add_sum(Number total, std::vector<Number> parts);

  /// Takes in all of the news, or nothing of it where a hidden number would not stay open: then false.
  bool learn(const std::vector<News>& news);
  /// Whether it would, without taking it in.
  bool may_learn(const std::vector<News>& news);

  Range range_of(Number number) const { return ranges_[number]; }

 private:
  struct Sum {
    Number total;
    std::vector<Number> parts;
  };
  struct Before {
    Number number;
    Range range;
    Range open;
  };

  void open(Number number, std::int64_t to);
  bool narrow(Number number, std::int64_t least, std::int64_t most);
  bool draw_conclusions();
  bool draw_on(const Sum& sum);
  void forget_news();

  std::vector<Range> ranges_;
  std::vector<Range> open_;  ///< {1, 0} where nothing has to stay possible
  std::vector<Sum> sums_;
  std::vector<std::vector<std::size_t>> sums_of_;  ///< by number
  std::vector<std::size_t> to_draw_on_;
  std::vector<bool> is_to_draw_on_;
  std::vector<Before> before_;
};

}  // namespace nhs::report
