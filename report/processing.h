#pragma once

#include <string>
#include <vector>

#include "core/time.h"

namespace nhs::report {

/// A place that public posts are read from.
struct ProcessedSource {
  std::string name;
  std::string what;   ///< in words: "a Mastodon server"
  std::string where;  ///< its host; empty for a service's own
  std::string posts;  ///< which posts, in words
  bool follows_deletions = true;
  bool knows_authors = true;  ///< else nobody's posts can be found by their account
  bool is_asked = true;       ///< else its posts were taken in once, and nobody asks for them again
};

/// How long something is kept.
struct KeptFor {
  std::string what;
  std::string how_long;
};

/// A processing of personal data as the configuration in force has it, in words fit for the papers that are
/// made of it (privacy_notice.h, dpia.h). Empty texts are what nobody has said yet: the papers leave a gap
/// for them that cannot be overlooked.
struct Processing {
  std::string controller;
  std::string contact;
  std::string lawful_basis;
  std::string special_category_condition;
  std::string approved;
  std::vector<std::string> recipients;
  std::vector<std::string> topics;
  std::vector<ProcessedSource> sources;
  bool database_was_read = false;  ///< `sources` holds what was taken in otherwise, too
  std::vector<KeptFor> retention;
  std::vector<std::string> concern_rules;
  std::vector<std::string> organisations;  ///< whose names stay in texts
  bool asks_unencrypted = false;           ///< sources may be asked by plain HTTP
  bool asks_private_addresses = false;     ///< sources may lie in a private network
  bool leaves_out_noindex = false;         ///< else such posts are counted and never quoted
  int groups_shown_from = 0;               ///< the threshold of public outputs
  std::string program;                     ///< with its version
  std::string configuration;               ///< the file; empty for built-in defaults
  LocalDay written_on;
};

}  // namespace nhs::report
