#pragma once

#include <optional>
#include <string_view>

#include "config/config.h"

namespace nhs::config {

/// `mastodon`, `bluesky`, `x`, `feed`, `careopinion`, `json`.
std::string_view id_of_kind(SourceKind kind);
std::optional<SourceKind> kind_from_id(std::string_view id);

inline constexpr std::string_view kKindsAllowed =
    "\"mastodon\", \"bluesky\", \"x\", \"feed\", \"careopinion\" or \"json\"";

/// Whether stored posts of a source are asked for again: it is of a kind that can be (docs/sources.md,
/// "Deletions"), and that is not switched off.
bool follows_deletions(const SourceConfig& source);

/// The address of a kind that has one of its own; empty for `mastodon`, `feed` and `json`.
std::string_view usual_url(SourceKind kind);

}  // namespace nhs::config
