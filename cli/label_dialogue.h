#pragma once

#include <functional>
#include <istream>
#include <string>
#include <vector>

#include "core/label.h"
#include "core/result.h"
#include "report/terminal.h"
#include "store/labelling.h"

namespace nhs::cli {

/// Puts posts before a reader, one by one, text first, and asks what they say of it, with short keys. Nothing
/// of what the machine says is shown, and no answer is taken for granted: Enter alone asks again. Stops at
/// the end of input.
///
/// keep: called for every post that was judged, or skipped (then with an empty label); its failure ends the
/// dialogue.  show: writes to the reader.
Result<void> judge_one_by_one(
    const std::vector<store::SampledPost>& posts, const report::Terminal& terminal, std::istream& keys,
    const std::function<void(std::string_view)>& show,
    const std::function<Result<void>(const store::SampledPost&, const Label&)>& keep);

}  // namespace nhs::cli
