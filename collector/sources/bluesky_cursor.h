#pragma once

#include "collector/source.h"
#include "collector/sources/bluesky_session.h"
#include "collector/sources/bluesky_walk.h"

namespace nhs::collector {

/// What a Bluesky source's cursor holds: tokens, so it is sealed wherever it is kept.
struct BlueskyProgress {
  BlueskySession session;
  SearchProgress search;
};

/// The progress in a cursor; a fresh one where there is none or it cannot be read.
BlueskyProgress bluesky_progress_in(const Cursor& cursor);

Cursor cursor_of(const BlueskyProgress& progress);

}  // namespace nhs::collector
