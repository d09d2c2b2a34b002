#pragma once

#include <vector>

#include "tests/support/mastodon_server.h"
#include "tests/support/test_post.h"

namespace nhs::test {

/// Publishes each post on its author's home server and on one or more of the others, as federation does: the
/// same uri and permalink, another local id. Authors given without a server live on one of these, always the
/// same one. At least two servers.
void federate(const std::vector<TestPost>& posts, const std::vector<MastodonServer*>& servers);

}  // namespace nhs::test
