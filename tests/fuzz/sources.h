#pragma once

#include <memory>
#include <string>
#include <vector>

#include "collector/source.h"

namespace nhs::test {

/// A source as it would be configured, and the only host that it may ask; empty where the service may name
/// others.
struct SourceUnderTest {
  std::unique_ptr<const collector::Source> source;
  std::string host;
  /// How many requests one run may make at most. Of a handful of answers that come round, most sources have
  /// seen enough when they have read all of them again.
  std::size_t most_requests = 200;
};

SourceUnderTest bluesky();
SourceUnderTest careopinion();
SourceUnderTest feed();
SourceUnderTest mastodon();
SourceUnderTest x();

/// Of the generic source: the services that ship, and one that follows what an answer names as the next page.
std::vector<SourceUnderTest> described_services();

/// One of each.
std::vector<SourceUnderTest> all_sources();

}  // namespace nhs::test
