#include "config/source_kinds.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace nhs::config {
namespace {

using namespace std::chrono_literals;

struct KindEntry {
  SourceKind kind;
  std::string_view id;
  std::string_view url;
};

constexpr std::array<KindEntry, 6> kKinds{{
    {SourceKind::mastodon, "mastodon", ""},
    {SourceKind::bluesky, "bluesky", "https://bsky.social"},
    {SourceKind::x, "x", "https://api.x.com"},
    {SourceKind::feed, "feed", ""},
    {SourceKind::careopinion, "careopinion", "https://www.careopinion.org.uk"},
    {SourceKind::json, "json", ""},
}};

}  // namespace

std::string_view id_of_kind(SourceKind kind) { return kKinds[static_cast<std::size_t>(kind)].id; }

std::optional<SourceKind> kind_from_id(std::string_view id) {
  for (const KindEntry& entry : kKinds)
    if (entry.id == id) return entry.kind;
  return std::nullopt;
}

bool follows_deletions(const SourceConfig& source) {
  const bool can = source.kind == SourceKind::mastodon || source.kind == SourceKind::bluesky ||
                   source.kind == SourceKind::x;
  return can && source.recheck;
}

std::string_view usual_url(SourceKind kind) { return kKinds[static_cast<std::size_t>(kind)].url; }

std::chrono::seconds slowest_pace(const SourceConfig& source) {
  return std::max(source.every, source.slowest > 0s ? source.slowest : 4 * source.every);
}

std::chrono::seconds silence_of(const SourceConfig& source) {
  if (source.silent_after > 0s) return source.silent_after;
  return std::max<std::chrono::seconds>(1h, 6 * slowest_pace(source));
}

std::vector<std::string> source_names(const Config& config) {
  std::vector<std::string> names;
  for (const SourceConfig& source : config.sources) names.push_back(source.name);
  return names;
}

}  // namespace nhs::config
