#pragma once

#include "cli/context.h"
#include "store/queries.h"

namespace nhs::cli {

/// For where nothing was found: says which of the networks, sources and tags that were asked for no post has,
/// and which there are, so that a slip is not taken for an answer.
Result<void> tell_unknown_names(const Context& context, const ReadingSession& session,
                                const store::Filter& filter);

}  // namespace nhs::cli
