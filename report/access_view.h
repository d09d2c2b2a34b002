#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "report/terminal.h"
#include "store/holdings.h"

namespace nhs::report {

/// What the organisation says of its processing, as configured.
struct AccessPolicy {
  std::string controller;  ///< empty while nobody has said
  std::string contact;
  std::string lawful_basis;
  std::string special_category_condition;
  std::vector<std::string> recipients;  ///< whom it names, and what is sent to which host
  int text_days = 0;
  std::map<std::string, int> text_days_by_network;  ///< where it is other
  /// Networks of which a source asks for stored posts again, so that one that is deleted there goes here.
  std::set<std::string> deletions_followed = {};
};

/// What a person is told who asks what is held of them, apart from the posts.
struct AccessAnswer {
  std::string account;                 ///< as it was asked for
  std::vector<std::string> looked_on;  ///< networks
  struct Known {
    std::string network;
    std::string author;  ///< `h:…`
    std::int64_t posts = 0;
    std::optional<UtcTime> objected_at = std::nullopt;
    bool forgotten = false;  ///< on the list of those never to be taken in again
  };
  std::vector<Known> known;
  /// Lists of ours that the account is on, in words.
  std::vector<std::string> lists;
  AccessPolicy policy;
  UtcTime made_at;

  std::int64_t posts() const;
  /// Anything at all.
  bool held() const { return !known.empty() || !lists.empty(); }
};

/// What was sealed of a post, opened; members are empty where nothing was.
struct AccessIdentity {
  std::string id;
  std::string url;
  std::string author;
  std::vector<std::pair<std::string, std::string>> local_ids;  ///< source and what its server calls the post
  bool unreadable = false;                                     ///< by the key at hand
  std::string account = {};                                    ///< what stays when the author's name changes
};

/// An answer in one form, in the order head, posts, end; put together they are a file. A post is never held
/// back: a person may see all of their own, whatever may be quoted to others.
class AccessWriter {
 public:
  virtual ~AccessWriter() = default;
  virtual std::string head(const AccessAnswer& answer) = 0;
  virtual std::string post(const store::HeldPost& held, const AccessIdentity& identity) = 0;
  virtual std::string end() = 0;
};

/// The shape `nhsvalues.access/1`.
std::unique_ptr<AccessWriter> access_json(TimeZone zone);
/// One page for reading and printing: no script, nothing loaded from anywhere.
std::unique_ptr<AccessWriter> access_html(TimeZone zone);
std::unique_ptr<AccessWriter> access_text(TimeZone zone, Terminal terminal);

/// The Content-Security-Policy of that page, which names its style by its SHA-256.
std::string access_html_policy();

}  // namespace nhs::report
