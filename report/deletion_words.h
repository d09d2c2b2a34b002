#pragma once

#include <string_view>

#include "report/processing.h"

namespace nhs::report {

/// What the papers say of posts that are deleted or edited on their network. It hangs on whether all sources
/// follow that, some, or none: a promise that one source keeps is none for a post of another.
struct DeletionWords {
  std::string_view what_is_done;   ///< sentences
  std::string_view edits;          ///< a clause on what becomes of edits
  std::string_view measures;       ///< against keeping what its author has deleted
  std::string_view risk_left;      ///< after these
  std::string_view how_long;       ///< such a post's text is kept
  std::string_view rectification;  ///< a clause on a text that its author puts right
  std::string_view need_to_ask;    ///< a sentence for whoever deletes a post
};

const DeletionWords& deletion_words(const Processing& processing);

}  // namespace nhs::report
