// Fills a database with synthetic posts, and beside it, batch by batch, a file with the same rows and nothing
// but SQLite. A line a figure, `name number`. bench/store/run then asks the database as people do.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <system_error>

#include "bench/store/raw_rows.h"
#include "bench/store/synthetic_posts.h"
#include "store/post_store.h"

namespace nhs::bench {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr std::size_t kBatchSize = 1000;  // as `nhsvalues import`
constexpr std::size_t kCompared = 100'000;
constexpr std::uint64_t kSeed = 20261126;

template <typename Value>
Value must(Result<Value> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

/// A clock that runs while posts are saved.
struct Saving {
  Seconds time{};
  std::size_t posts = 0;

  store::SaveReport save(store::PostStore& store, const store::Batch& batch) {
    const auto begin = std::chrono::steady_clock::now();
    store::SaveReport report = must(store.save(batch));
    time += std::chrono::steady_clock::now() - begin;
    posts += batch.posts.size();
    return report;
  }
  double rate() const { return static_cast<double>(posts) / time.count(); }
};

store::PostStore open_store(const std::filesystem::path& file) {
  return must(store::PostStore::open(file, "0123456789abcdef", must(TimeZone::named("Europe/London"))));
}

Saving fill(const std::filesystem::path& file, SyntheticPosts& source, std::size_t posts) {
  Saving saving;
  store::PostStore store = open_store(file);
  for (std::size_t made = 0; made < posts; made += kBatchSize) saving.save(store, source.next(kBatchSize));
  return saving;
}

/// Fills the file up, and beside it, batch by batch, a copy of it without the store.
void fill_both(const std::filesystem::path& file, SyntheticPosts& source) {
  const std::filesystem::path copy = file.string() + ".raw";
  std::filesystem::copy_file(file, copy, std::filesystem::copy_options::overwrite_existing);
  Saving saving;
  {
    store::PostStore store = open_store(file);
    RawRows raw{file, copy};
    for (store::Batch batch = source.next(kBatchSize); !batch.posts.empty();
         batch = source.next(kBatchSize)) {
      const store::SaveReport report = saving.save(store, batch);
      std::vector<KeyedHash> known;
      for (std::size_t i = 0; i < batch.posts.size(); ++i)
        if (report.outcomes[i] != store::Outcome::added) known.push_back(batch.posts[i].post.key);
      raw.follow(known);
    }
    fmt::print("last_rate {:.0f}\n", saving.rate());
    fmt::print("raw_rate {:.0f}\n", static_cast<double>(saving.posts) / raw.spent().count());
    fmt::print("ratio {:.3f}\n", raw.spent() / saving.time);
  }
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(copy.string() + end);
}

void measure(const std::filesystem::path& file, std::size_t posts) {
  if (std::filesystem::exists(file)) throw std::runtime_error(file.string() + " is there already");
  const Chatter chatter{NHS_SOURCE_DIR "/training/data/social/train.tsv"};
  SyntheticPosts source{chatter, posts, kSeed};
  const Saving all_but_last = fill(file, source, posts - std::min(posts, kCompared));
  if (all_but_last.posts > 0) fmt::print("rate {:.0f}\n", all_but_last.rate());
  fill_both(file, source);
  fmt::print("bytes_a_post {:.0f}\n",
             static_cast<double>(std::filesystem::file_size(file)) / static_cast<double>(posts));
}

}  // namespace
}  // namespace nhs::bench

int main(int argc, char** argv) {
  const std::string_view count = argc == 3 ? argv[2] : "";
  std::size_t posts = 0;
  if (std::from_chars(count.data(), count.data() + count.size(), posts).ec != std::errc{} || posts == 0) {
    fmt::print(stderr, "usage: nhs_bench_store FILE POSTS, with FILE a database to make\n");
    return 64;
  }
  try {
    nhs::bench::measure(argv[1], posts);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "nhs_bench_store: {}\n", failure.what());
    return 70;
  }
  return 0;
}
