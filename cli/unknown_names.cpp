#include "cli/unknown_names.h"

#include <fmt/format.h>

#include "cli/choice.h"
#include "core/text.h"

namespace nhs::cli {
namespace {

constexpr std::string_view kBeginnings =
    "with *, words are found by the beginning of their stems: consult* finds a consultant, consultan* nobody. "
    "Write a shorter beginning, or the whole word";

constexpr std::string_view kSmallOr =
    "OR that joins its two neighbours is written in capitals: nurse OR ward";

constexpr std::string_view kNoSpaces =
    "where a language has no spaces between words, as Chinese, a search takes all up to the next sign for one word: "
    "with * at its end, what begins so is found";

Result<bool> has_none(const ReadingSession& session, const store::Filter& filter) {
  const auto posts = session.reader.count(filter, 1);
  if (!posts) return tl::unexpected(posts.error());
  return *posts == 0;
}

std::string those_there_are(const std::vector<store::VoiceCount>& known, const std::string& asked) {
  std::vector<std::string> names;
  for (const store::VoiceCount& each : known) names.push_back(each.name);
  return did_you_mean_or_all(asked, names, names.size() == 1 ? "there is" : "there are");
}

/// Letters of languages that are written without spaces between words: Thai to Khmer, and those of East Asia.
bool has_no_spaces(std::string_view words) {
  const auto lies = [](char32_t code, char32_t first, char32_t last) {
    return code >= first && code <= last;
  };
  for (std::size_t i = 0; i < words.size();) {
    const auto [code, length] = character_at(words, i);
    if (lies(code, 0x0E00, 0x0EFF) || lies(code, 0x1000, 0x109F) || lies(code, 0x1780, 0x17FF) ||
        lies(code, 0x3040, 0x30FF) || lies(code, 0x3400, 0x9FFF) || lies(code, 0x20000, 0x3FFFF))
      return true;
    i += length;
  }
  return false;
}

/// What may be wrong with words that no post has; empty where nothing is known to be.
std::string_view doubt_about(const store::SearchQuery& query) {
  if (query.raw) return {};
  if (query.has_small_or) return kSmallOr;
  if (query.words.find('*') != std::string::npos) return kBeginnings;
  return has_no_spaces(query.words) ? kNoSpaces : std::string_view{};
}

/// What the database knows by name.
Result<store::Voices> known_names(const ReadingSession& session) {
  auto coverage = session.reader.coverage({session.today, session.today + std::chrono::days{1}, session.now});
  if (!coverage) return tl::unexpected(coverage.error());
  return std::move(coverage->voices);
}

/// Tags are too many to be listed; only one that may have been meant is named.
Result<std::string> of_tag(const ReadingSession& session, const std::string& tag) {
  const auto none = has_none(session, {.tag = tag});
  if (!none) return tl::unexpected(none.error());
  if (!*none) return std::string{};
  auto known = session.reader.tags_about_as_long_as(tag);
  if (!known) return tl::unexpected(known.error());
  for (std::string& each : *known) each = fmt::format("#{}", each);
  return fmt::format("no post carries the tag #{}{}", tag, did_you_mean("#" + tag, *known));
}

}  // namespace

Result<std::vector<std::string>> unknown_names(const ReadingSession& session, const store::Filter& filter) {
  std::vector<std::string> unknown;
  std::optional<store::Voices> known;
  const auto tell_where_none = [&](const store::Filter& alone, std::string_view sentence) -> Result<void> {
    const auto none = has_none(session, alone);
    if (!none) return tl::unexpected(none.error());
    if (*none) unknown.emplace_back(sentence);
    return {};
  };
  const auto look_for = [&](const std::string& name, const store::Filter& alone, std::string_view sentence,
                            const auto& names_of) -> Result<void> {
    const auto none = has_none(session, alone);
    if (!none) return tl::unexpected(none.error());
    if (!*none) return {};
    if (!known) {
      auto names = known_names(session);
      if (!names) return tl::unexpected(names.error());
      known = *std::move(names);
    }
    unknown.push_back(fmt::format("{} {}{}", sentence, name, those_there_are(names_of(*known), name)));
    return {};
  };
  for (const std::string& network : filter.networks)
    if (auto looked = look_for(network, {.networks = {network}}, "no post is of network",
                               [](const store::Voices& voices) { return voices.networks; });
        !looked)
      return tl::unexpected(looked.error());
  for (const std::string& source : filter.sources)
    if (auto looked = look_for(source, {.sources = {source}}, "no post was seen by source",
                               [](const store::Voices& voices) { return voices.sources; });
        !looked)
      return tl::unexpected(looked.error());
  if (filter.language)
    if (auto told = tell_where_none({.language = filter.language},
                                    fmt::format("no post is in the language {} (languages are named by their "
                                                "codes in ISO 639-1: en, cy, pl)",
                                                *filter.language));
        !told)
      return tl::unexpected(told.error());
  const std::string_view doubt = filter.query ? doubt_about(*filter.query) : std::string_view{};
  if (!doubt.empty())
    if (auto told = tell_where_none({.query = filter.query}, doubt); !told)
      return tl::unexpected(told.error());
  if (!filter.tag) return unknown;
  auto tag = of_tag(session, *filter.tag);
  if (!tag) return tl::unexpected(tag.error());
  if (!tag->empty()) unknown.push_back(*std::move(tag));
  return unknown;
}

Result<void> tell_unknown_names(const Context& context, const ReadingSession& session,
                                const store::Filter& filter) {
  const auto unknown = unknown_names(session, filter);
  if (!unknown) return tl::unexpected(unknown.error());
  for (const std::string& each : *unknown) context.complain(each);
  return {};
}

}  // namespace nhs::cli
