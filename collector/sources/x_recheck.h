#pragma once

#include <utility>

#include "collector/recheck.h"
#include "collector/sources/x_source.h"

namespace nhs::collector {

/// How X is asked for posts again: by their ids, once a day at most, since each that it shows is billed.
class XRechecker final : public Rechecker {
 public:
  /// options: with a `url` without an end slash.
  explicit XRechecker(XOptions options) : options_(std::move(options)) {}

  RecheckManner manner(const Cursor& cursor, UtcTime now) const override;

  /// Authors are known already, and would be billed at twice the price of posts.
  std::optional<net::HttpRequest> question(const Cursor& cursor,
                                           const std::vector<PostToRecheck>& posts) const override;

  RecheckOutcome read_answer(const net::HttpResponse& response, const Cursor& cursor,
                             const std::vector<PostToRecheck>& posts, const Topic& topic,
                             UtcTime now) const override;

 private:
  XOptions options_;
};

}  // namespace nhs::collector
