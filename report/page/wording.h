#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/page/period_report.h"
#include "report/signals_text.h"
#include "report/wilson.h"

namespace nhs::report::page {

/// "1,204".
std::string grouped(std::int64_t number);

/// As it stands in a table: "154", "[c]".
std::string number_of(const PublicCount& count);

/// "154 posts", "1 post", "no posts"; of rounded numbers "about 155 posts", of hidden ones
/// "a number of posts that is not shown".
std::string posts_in_words(const PublicCount& posts);
std::string posts_in_words(std::int64_t posts);

/// "29%"; "3 of 7" of so few that a share would mislead, and "10 of 25" of so few that are rounded; "[c]" of
/// what is hidden, "-" of nothing.
std::string part_in_words(const PublicCount& part, const PublicCount& whole);

/// "about " before numbers for the public, which are rounded, and before shares of them; else nothing.
std::string_view about(const PeriodReport& report);

/// "29% of posts (between 22% and 37%)"; "3 of 7 posts" of few; "too few posts to tell" of what is hidden. Of
/// rounded numbers "about 29% of posts (…)", or "about 10 of about 25 posts".
std::string share_with_range(const PublicCount& part, const PublicCount& whole);

/// "50% were positive, 30% neutral and 20% negative"; of rounded numbers "about 50% were …", or "about 10
/// posts were positive, none neutral and about 10 negative".
std::string felt_in_words(const ToldRow& row);

/// "22% to 37%"; "-" of few or hidden ones, and of few that are rounded.
std::string range_in_words(const PublicCount& part, const PublicCount& whole);

/// The signals whose last period lies in the one reported on: shares before numbers, which rise and fall with
/// all posts, and of each farthest past their limits first. Low numbers of a time that was collected in part
/// are none. They point into report.usual.
std::vector<ToldSignal> signals_of_period(const PeriodReport& report);

/// Which posts a report shows first: those behind its first signal; empty without any.
std::string first_to_read(const PeriodReport& report);

/// Why nothing can be told of what is usual in the period; empty where there are limits that it is held
/// against.
std::string why_no_limits(const PeriodReport& report);

/// "above the usual", "near the upper edge of the usual", "above its mean for 8 weeks in a row", "rising for
/// 7 weeks in a row".
std::string signal_in_words(const Signal& signal, Bucket by);

/// "one", "one and other", "one, two and other".
std::string listed(const std::vector<std::string>& names);

/// For each of the rows, whether it is where another version of the model begins to judge.
std::vector<bool> breaks_of(const PeriodReport& report);

/// "2026-W47", with what is to be known of it: "2026-W47 (not over)".
std::string label_of(const ToldRow& row);

/// Why nothing is told of a period of which nothing is known.
std::string nothing_known_in_words(const ToldRow& now);

/// How a row's period stands under a drawing.
std::vector<std::string> short_names(const PeriodReport& report);

/// "The text", then "the text"; and back.
std::string lower_first(std::string text);
std::string upper_first(std::string text);

}  // namespace nhs::report::page
