#pragma once

#include <string>
#include <vector>

#include "cli/context.h"
#include "store/filter.h"

namespace nhs::cli {

/// For where nothing was found: which of the networks, sources, tags and languages that were asked for no
/// post has, and which there are, and what else of the question may be why; a sentence for each.
Result<std::vector<std::string>> unknown_names(const ReadingSession& session, const store::Filter& filter);

/// Says these, so that a slip is not taken for an answer. Last of all, for on a terminal that is what is
/// read.
Result<void> tell_unknown_names(const Context& context, const ReadingSession& session,
                                const store::Filter& filter);

}  // namespace nhs::cli
