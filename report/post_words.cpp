#include "report/post_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/source_state.h"
#include "report/label_view.h"
#include "report/pledges_view.h"
#include "report/posts_view.h"

namespace nhs::report {
namespace {

/// A post at the very start of a day is one of which the day alone is known, as after `import --date`; so is
/// one at noon in UTC that files alone have shown, for that is what a day in a file stands for
/// (intake/import_time.h). Of a purged one the day alone is left.
bool is_day_alone(const store::StoredPost& post, const TimeZone& zone) {
  const UtcTime time = *post.created_at;
  const UtcTime noon = std::chrono::floor<std::chrono::days>(time) + std::chrono::hours{12};
  const bool is_of_files = post.sources == std::vector<std::string>{std::string{kImportedSource}};
  return post.purged_at || zone.start_of(zone.day_of(time)) == time || (is_of_files && time == noon);
}

std::string time_in_words(const store::StoredPost& post, const TimeZone& zone) {
  std::string words = zone.format(*post.created_at);
  if (is_day_alone(post, zone)) words.resize(words.rfind(' '));
  return words;
}

}  // namespace

std::string heading_of(const store::StoredPost& post, const TimeZone& zone) {
  return fmt::format("{}  {}  {}  {}", post.ref, post.created_at ? time_in_words(post, zone) : "undated",
                     post.network, author_alias(post.author_key));
}

std::string seen_in_words(const store::StoredPost& post, const TimeZone& zone) {
  return fmt::format("seen by {}; first on {}{}", joined(post.sources, ", "), zone.format(post.first_seen_at),
                     post.edited_at ? ", edited " + zone.format(*post.edited_at) : "");
}

std::string_view text_among_others(const store::StoredPost& post) {
  return post.quotable ? std::string_view{post.text} : std::string_view{};
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : std::string{separator}) + part;
  return text;
}

double score_told(const SentimentFinding& sentiment) {
  // -0 + 0 is 0.
  return std::round(sentiment.score() * 100) / 100 + 0.0;
}

std::string findings_in_words(const Classification& classification) {
  if (classification.unclassified == Unclassified::language)
    return fmt::format("not classified: in another language ({})", classification.language);
  if (classification.unclassified) return "not classified: no words to judge";
  std::vector<std::string> parts;
  Label rest = label_of(classification);
  rest.sentiment = std::nullopt;
  if (rest.groups->empty()) rest.groups = std::nullopt;
  if (const auto& sentiment = classification.sentiment)
    parts.push_back(fmt::format("{} ({:+.2f})", id_of(sentiment->label), score_told(*sentiment)));
  parts.push_back(label_in_words(rest));
  return joined(parts, "; ");
}

std::string evidence_in_words(const std::vector<Evidence>& evidence, std::string_view text) {
  std::vector<Evidence> ordered = evidence;
  std::sort(ordered.begin(), ordered.end(),
            [](const Evidence& a, const Evidence& b) { return a.start < b.start; });
  std::vector<std::string> quotes;
  for (const Evidence& span : ordered)
    quotes.push_back("\"" + terminal_safe(text.substr(span.start, span.end - span.start)) + "\"");
  return joined(quotes, ", ");
}

}  // namespace nhs::report
