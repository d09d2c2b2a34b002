#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"

namespace nhs::report {

/// Of which posts it is known who wrote them: nobody's others can be found by their account.
enum class KnownAuthors : std::uint8_t { of_all, of_some, of_none };

/// A place that posts come from.
struct ProcessedSource {
  std::string name;
  std::string what;   ///< in words: "a Mastodon server"
  std::string where;  ///< its host; empty for a service's own
  std::string posts;  ///< which posts, in words
  bool follows_deletions = true;
  KnownAuthors authors = KnownAuthors::of_all;
  bool is_asked = true;            ///< else its posts were taken in once, and nobody asks for them again
  bool by_hashtag = true;          ///< else its posts need not carry one that is watched
  bool may_not_be_public = false;  ///< nothing tells that what it brought was ever public
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
  std::vector<std::string> recipients;  ///< as the organisation names them
  std::vector<std::string> messages;    ///< what is sent to configured targets, each with where it goes
  std::vector<std::string> topics;
  std::vector<ProcessedSource> sources;
  bool database_was_read = false;       ///< `sources` holds what was taken in otherwise, too
  std::vector<KeptFor> text_retention;  ///< of texts; of all else it hangs on no configuration
  std::vector<std::string> concern_rules;
  std::vector<std::string> organisations;  ///< whose names stay in texts
  bool may_connect_unencrypted = false;    ///< to a source or a recipient, by plain HTTP
  bool may_connect_privately = false;      ///< to one in a private network
  bool leaves_out_noindex = false;         ///< else such posts are counted and never quoted
  int groups_shown_from = 0;               ///< the threshold of public outputs
  std::string program;                     ///< with its version
  std::string configuration;               ///< the file; empty for built-in defaults
  LocalDay written_on;
};

}  // namespace nhs::report
