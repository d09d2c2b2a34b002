#pragma once

#include <string>
#include <string_view>

#include "core/time.h"
#include "tests/support/http_server.h"

namespace nhs::test {

/// `Fri, 20 Nov 2026 09:15:30 GMT`, as HTTP headers have it (RFC 9110, 5.6.7).
std::string http_date(UtcTime time);

/// `Fri, 20 Nov 2026 09:15:30 +0000`, as feeds have it (RFC 822).
std::string feed_date(UtcTime time);

/// Answers with a document, or with 304 where the asker has it already (RFC 9110, 13.2.2: If-None-Match
/// decides where it is sent, else If-Modified-Since). Not thread-safe.
class ConditionalAnswers {
 public:
  ConditionalAnswers() { changed(); }

  /// Which validators go out, and so which come back.
  bool send_etag = true;
  bool send_last_modified = true;

  /// The document is another from now on. Its time moves on by at least a second once it was sent, so that no
  /// two documents have one Last-Modified.
  void changed();

  Reply answer(const SeenRequest& request, std::string document, std::string content_type);

 private:
  UtcTime modified_at_{};
  bool sent_since_ = false;
};

}  // namespace nhs::test
