#pragma once

#include "collector/sources/json_walk.h"

namespace nhs::collector {

/// The progress in a cursor; a fresh one where there is none or it cannot be read.
JsonProgress json_progress_in(const Cursor& cursor);

Cursor cursor_of(const JsonProgress& progress);

}  // namespace nhs::collector
