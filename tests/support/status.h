#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/support/local_id.h"
#include "tests/support/test_post.h"

namespace nhs::test {

/// A post as one server holds it.
struct Status {
  Published names;
  TestPost post;
  /// As written; found in the text unless an edit said otherwise.
  std::vector<std::string> tags;
  std::optional<UtcTime> edited_at;
  /// What the server sends, made once.
  std::string html;
  std::string json;
};

/// Fills in html and json from the rest. domain: the server's own. GoToSocial (ULIDs) writes times with
/// `+00:00` and without fractions, Mastodon with milliseconds and `Z`.
void render(Status& status, const std::string& domain, IdStyle style);

}  // namespace nhs::test
