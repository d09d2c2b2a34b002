#pragma once

#include <string>
#include <string_view>

#include "core/json.h"

namespace nhs::collector {

/// Why a server's tag pages may be empty for us, in words for people: since 4.5 Mastodon answers an empty
/// list, not an error, where they are switched off. Empty when they are open, or the server does not say.
///
/// instance: the answer to `GET /api/v2/instance`, of which
/// `configuration.timelines_access.hashtag_feeds.{local,remote}` is read (Mastodon API, Instance entity).
/// has_token: whether we ask as somebody.  Pure and thread-safe.
std::string tag_pages_closed(JsonView instance, std::string_view host, bool has_token);

}  // namespace nhs::collector
