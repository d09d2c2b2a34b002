#include "collector/sources/mastodon_instance.h"

#include <fmt/format.h>

namespace nhs::collector {

std::string tag_pages_closed(JsonView instance, std::string_view host, bool has_token) {
  const JsonView access = instance["configuration"]["timelines_access"]["hashtag_feeds"];
  const std::string local = access["local"].text_or_empty();
  const std::string remote = access["remote"].text_or_empty();
  const bool local_off = local == "disabled";
  const bool remote_off = remote == "disabled";
  if (local_off && remote_off)
    return fmt::format(
        "{} has switched its tag pages off, so that nothing can be read there: watch another server", host);
  if (!has_token && (local == "authenticated" || remote == "authenticated"))
    return fmt::format(
        "{} hides its tag pages from visitors; add a token (made there under Preferences, Development, with "
        "the scope read:statuses) as `credential`",
        host);
  if (local_off || remote_off)
    return fmt::format("{} has switched its tag pages off for posts {}: watch another server for those", host,
                       remote_off ? "from other servers" : "of its own people");
  return {};
}

}  // namespace nhs::collector
