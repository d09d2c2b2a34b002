#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/batch.h"
#include "store/post_store.h"
#include "store/reader.h"
#include "tests/support/scratch.h"
#include "tests/support/times.h"

namespace nhs::test {

inline constexpr const char* kFingerprint = "0123456789abcdef";

/// The hash that stands for this number.
KeyedHash hash(std::uint64_t number);

/// A classified post that upholds compassion, positive, by author 1, on network `mastodon`.
struct MadePost {
  std::uint64_t id = 1;
  std::string text = "The ward sister sat with us all night";
  std::optional<std::string> created_at = "2026-11-02T09:30:00Z";
  std::optional<std::string> edited_at = std::nullopt;
  std::optional<std::uint64_t> url = std::nullopt;
  std::optional<std::uint64_t> author = 1;
  std::string network = "mastodon";
  std::vector<std::string> tags = {"NHSvalues"};
  std::string model = "2026.11";

  operator store::ClassifiedPost() const;  // NOLINT: a post wherever one is asked for
};

/// The classification of a text that could not be judged.
Classification unclassified(std::string language = "de");

store::Batch batch_of(std::vector<store::ClassifiedPost> posts, std::string source = "mastodon.social");

/// The store at this file; fails the test when it does not open.
store::PostStore open_store(const std::filesystem::path& file);
store::Reader open_reader(const std::filesystem::path& file);

/// Saves and gives the outcomes; fails the test when it does not work.
store::SaveReport save(store::PostStore& posts, const store::Batch& batch);

/// All counted posts, newest first.
std::vector<store::StoredPost> all_posts(const store::Reader& reader, const store::Filter& filter = {});

/// The one row that trends give for November 2026.
store::TrendRow november(const store::Reader& reader);

/// Runs SQL on the file by a connection of its own.
void execute(const std::filesystem::path& file, const std::string& sql);
std::int64_t integer(const std::filesystem::path& file, const std::string& sql);

}  // namespace nhs::test
