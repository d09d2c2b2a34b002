#include "control/wire.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line = text_of(data, size);
  // What a peer answers is as little to be trusted.
  if (const auto answer = control::read_answer(line); !answer)
    must(answer.error().status != ExitStatus::done, "what is refused has a status");
  const auto request = control::read_request(line);
  if (!request) {
    must(is_one_short_line(request.error().message), "a refusal is one short line");
    return 0;
  }
  const std::string written = control::request_line(*request);
  must(written.find('\n') == written.size() - 1, "a request is one line");
  const auto again = control::read_request(written);
  must(again.has_value(), "what was read can be written and read again");
  must(control::request_line(*again) == written, "writing and reading changes nothing");
  return 0;
}
