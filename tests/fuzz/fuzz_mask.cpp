#include "privacy/mask.h"
#include "privacy/personal_data.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = repaired(text_of(data, size));
  for (const std::vector<std::string>& organisations : {std::vector<std::string>{}, {"nhsengland"}}) {
    const std::string masked = privacy::masked(text, organisations);
    must(is_clean(masked), "masking does not cut a character");
    must(privacy::masked(masked, organisations) == masked, "masking a masked text changes nothing");
    // What stands in a link that names no account stays.
    const bool may_hold_links = masked.find_first_of("/.") != std::string::npos;
    if (organisations.empty() && !may_hold_links)
      must(!privacy::holds_personal_data(masked), "a masked text holds no personal data");
  }
  // Any bytes at all, for their own sake.
  privacy::masked(text_of(data, size));
  return 0;
}
