#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nhs::report {

/// Small numbers in what is meant for others: a count from 1 to 7 is hidden, any other is rounded to the
/// nearest 5, zero is zero. This is the practice of NHS England (before 2023 NHS Digital) for hospital
/// statistics below the national level: "Disclosure control methodology for Hospital Episode Statistics (HES)
/// and Emergency Care Data Set (ECDS)", September 2018.
///
/// By that rule alone a hidden count can be worked out where its total is published too: 10, 10 and a hidden
/// one that make 15 can only be 8, 8 and 1. A total is therefore shown as a multiple of 5 that its published
/// parts could add up to (public_total). Of every hidden part at least three numbers then remain possible,
/// also to somebody who knows how it is done.
///
/// All is pure and thread-safe.

/// The smallest count that is shown.
inline constexpr std::int64_t kShownFrom = 8;
/// What counts are rounded to. The proofs want it odd.
inline constexpr std::int64_t kRoundedTo = 5;
/// Stands for a hidden count, as the Government Analysis Function's symbols for tables have it ("c" for
/// confidential, in brackets). The asterisk of older tables marks running periods here.
inline constexpr std::string_view kHiddenMark = "[c]";

/// A count as others see it.
struct PublicCount {
  bool hidden = false;
  std::int64_t number = 0;  ///< a multiple of kRoundedTo; 0 when hidden
  /// What a reader must take the count to be, both included.
  std::int64_t least = 0;
  std::int64_t most = 0;
};

/// count: not negative.  shown_from: smaller ones are hidden, but for 0.
PublicCount public_count(std::int64_t count, std::int64_t shown_from = kShownFrom);

/// A part of a whole that is hidden: nothing is told of it, not that it is 0 either, for that would say what
/// all of a few people have in common.
PublicCount part_of_hidden(std::int64_t shown_from = kShownFrom);

/// What a reader knows of a total from parts of it that are published.
class PublishedParts {
 public:
  /// A part that lies whole within the total.
  void add(const PublicCount& part);
  /// One that lies in it with some of what it counts.
  void add_overlapping(const PublicCount& part);
  /// The total may count what is in no part.
  void there_is_more() { most_known_ = false; }

  /// One of them is hidden.
  bool hides() const { return hides_; }
  /// The smallest total that may be shown, where it is `usual` for others: never smaller.
  std::int64_t shown_from(std::int64_t usual) const;
  /// The smallest and the largest multiple of kRoundedTo that give none of them away.
  std::int64_t lowest() const;
  std::optional<std::int64_t> highest() const;

 private:
  bool hides_ = false;
  bool most_known_ = true;
  std::int64_t least_ = 0;
  std::int64_t most_ = 0;
};

/// A count of which parts are published, in one or several ways. The nearest 5, moved to where no hidden part
/// is given away; hidden where there is no such number.
PublicCount public_total(std::int64_t count, const std::vector<PublishedParts>& ways,
                         std::int64_t shown_from = kShownFrom);

/// `[c]`, or the number.
std::string in_words(const PublicCount& count);

}  // namespace nhs::report
