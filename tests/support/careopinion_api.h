#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/time.h"
#include "tests/support/http_server.h"

namespace nhs::test {

/// A patient's story as the site publishes it.
struct Story {
  int id = 0;
  std::string title;
  std::string body;  ///< Markdown
  UtcTime published{};
};

/// How the service misbehaves.
struct CareOpinionQuirks {
  /// A sentence of apology stands in the place of the story at this index of the whole list.
  std::map<std::size_t, std::string> apologies = {};
  /// Bad keys get the login page at once, not a redirect to it.
  bool login_page_in_place = false;
  /// Dates of publication are left out.
  bool no_publication_dates = false;
  /// `publishedafter` is understood as a whole day, after which stories are listed.
  bool after_is_a_day = false;
  /// Pages never hold more, whatever is asked for.
  std::size_t largest_page = 200;
};

/// What Care Opinion's API v2 answers to `GET /api/v2/opinions`: its side of the protocol, without
/// connections. Oldest first by publication unless `dateofpublicationorder=descending`. Not thread-safe.
class CareOpinionApi {
 public:
  explicit CareOpinionApi(std::string key) : key_(std::move(key)) {}

  /// id must be new (std::logic_error).
  void publish(Story story);
  /// The service or its author takes it back. It must be there (std::logic_error).
  void withdraw(int id);

  /// base_url: what links begin with.
  Reply answer(const SeenRequest& request, const std::string& base_url) const;

  const std::map<int, Story>& stories() const { return stories_; }

  CareOpinionQuirks quirks;

 private:
  bool admits(const SeenRequest& request) const;
  Reply refusal(const std::string& base_url) const;
  std::vector<const Story*> listed(const SeenRequest& request) const;
  std::string json(const Story& story, const std::string& base_url) const;

  std::string key_;
  std::map<int, Story> stories_;
};

}  // namespace nhs::test
