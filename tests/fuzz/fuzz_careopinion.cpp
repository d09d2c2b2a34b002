#include "tests/fuzz/promise.h"
#include "tests/fuzz/source_promises.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto careopinion = nhs::test::careopinion();
  check_source(careopinion, nhs::test::source_input(nhs::test::text_of(data, size)));
  return 0;
}
