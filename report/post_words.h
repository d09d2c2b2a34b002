#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/terminal.h"
#include "store/stored_post.h"

namespace nhs::report {

/// Of a text in a list of posts: a post of a social network as a rule, of a story its beginning.
inline constexpr std::size_t kMostColumnsInLists = 800;

/// What the views of posts say alike (posts_view.h).

/// The reference, the time, the network and the alias of the author.
std::string heading_of(const store::StoredPost& post, const TimeZone& zone);

/// "seen by leeds.example; first on 2026-11-03 09:30 GMT, edited …".
std::string seen_in_words(const store::StoredPost& post, const TimeZone& zone);

/// What a list shows of a post's text: nothing of one whose author asks not to be found.
std::string_view text_among_others(const store::StoredPost& post);

/// From -1 to 1 in hundredths; what rounds to nothing has no sign.
double score_told(const SentimentFinding& sentiment);

std::string joined(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace nhs::report
