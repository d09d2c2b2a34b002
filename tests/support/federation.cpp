#include "tests/support/federation.h"

#include <zlib.h>

#include <cstdint>
#include <random>
#include <string>

namespace nhs::test {
namespace {

std::size_t home_of(const std::string& author, std::size_t servers) {
  return crc32(0, reinterpret_cast<const Bytef*>(author.data()), static_cast<uInt>(author.size())) % servers;
}

}  // namespace

void federate(const std::vector<TestPost>& posts, const std::vector<MastodonServer*>& servers) {
  std::mt19937_64 random(5);
  for (const TestPost& post : posts) {
    const std::size_t home = home_of(post.author, servers.size());
    const Published names = servers[home]->publish(post);
    TestPost copy = post;
    copy.author += "@" + servers[home]->domain();
    copy.uri = names.uri;
    copy.url = names.url;
    // One neighbour always hears of it, each of the others in half of the cases.
    const std::size_t neighbour = random() % (servers.size() - 1);
    for (std::size_t i = 0, other = 0; i < servers.size(); ++i) {
      if (i == home) continue;
      const bool hears = other++ == neighbour || random() % 2 == 0;
      if (hears) servers[i]->publish(copy);
    }
  }
}

}  // namespace nhs::test
