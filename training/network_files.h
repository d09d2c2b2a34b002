#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "classifier/word_network.h"
#include "core/result.h"

namespace nhs::training {

/// Reads files of a network's section each (docs/model-format.md).
///
/// held_out: take `FILE.fold0` to `FILE.fold4` instead, networks that did not learn from the fold's texts
/// (fold_of() in corpus.h), for decisions must not rest on texts that were learned. Where a network has no
/// such files it stands in for them, which makes it look surer than it is; that is said on stderr.
///
/// Fails with no_input (66) or bad_data (65), naming the file.
Result<std::vector<classifier::WordNetwork>> read_networks(const std::vector<std::filesystem::path>& files,
                                                           std::optional<std::uint32_t> held_out);

}  // namespace nhs::training
