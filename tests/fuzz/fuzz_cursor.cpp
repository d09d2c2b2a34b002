#include "tests/fuzz/promise.h"
#include "tests/fuzz/source_promises.h"

using namespace nhs::test;

namespace {

/// Answers that every source meets: an end, a fault, nonsense.
std::vector<nhs::net::HttpResponse> plain_answers() {
  std::vector<nhs::net::HttpResponse> answers;
  for (const char* body : {"[]", "{}", R"([{"id": "2", "uri": "https://a.example/2"}])", ""}) {
    answers.emplace_back();
    answers.back().status = 200;
    answers.back().body = body;
  }
  return answers;
}

}  // namespace

/// A cursor of another version, of another source, or damaged.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto sources = all_sources();
  const SourceInput input{nhs::collector::Cursor{text_of(data, size)}, plain_answers()};
  for (const SourceUnderTest& source : sources) check_source(source, input);
  return 0;
}
