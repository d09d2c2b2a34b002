#include <sstream>

#include "collector/sources/plausible_date.h"
#include "intake/import_reader.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::intake;
using namespace nhs::test;

namespace {

/// A day alone stands for its noon, and may have begun somewhere.
constexpr std::chrono::hours kNoonAhead{26};

void read_as(ImportFormat format, const std::string& bytes) {
  std::istringstream in{bytes};
  ImportOptions options;
  options.now = UtcTime{std::chrono::seconds{1795168800}};
  const auto reader = make_import_reader(format, in, options);
  if (!reader) return must(is_one_short_line(reader.error().message), "a failure is said in one short line");
  std::size_t last_line = 0;
  const auto comes_later = [&last_line](std::size_t line) {
    must(line >= last_line, "what lines hold comes in their order");
    last_line = line;
  };
  while (const auto item = (*reader)->next()) {
    if (const auto* bad = std::get_if<BadLine>(&*item)) {
      comes_later(bad->line);
      must(is_one_short_line(bad->cause) && !bad->cause.empty(), "a fault is said in one short line");
      continue;
    }
    const auto& [line, post] = std::get<ImportedPost>(*item);
    comes_later(line);
    must(!post.created_at || collector::plausible_date(post.created_at, options.now + kNoonAhead),
         "a date is one that a post can have");
    must(!post.created_at || parse_rfc3339(format_utc(*post.created_at)) == post.created_at,
         "a date can be written");
  }
  must(is_clean((*reader)->notice()), "a notice can be shown");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes{text_of(data, size)};
  for (const char* name : {"posts", "posts.csv", "posts.txt"}) recognised_format(name, bytes);
  for (const ImportFormat format : all_of<ImportFormat>()) read_as(format, bytes);
  return 0;
}
