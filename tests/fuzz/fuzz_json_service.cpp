#include "tests/fuzz/promise.h"
#include "tests/fuzz/source_promises.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto services = nhs::test::described_services();
  const nhs::test::SourceInput input = nhs::test::source_input(nhs::test::text_of(data, size));
  for (const auto& service : services) check_source(service, input);
  return 0;
}
