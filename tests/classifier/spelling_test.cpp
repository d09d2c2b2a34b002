#include <catch2/catch.hpp>

#include "written_tokens.h"

using namespace nhs::classifier;
using namespace nhs::classifier::test;

TEST_CASE("Spelling is British, and what surveys often get wrong is right", "[spelling]") {
  CHECK(forms("color favorite behavior organized apologizing immunization pediatric Mom's travelers") ==
        "colour favourite behaviour organised apologising immunisation paediatric mum travellers");
  CHECK(forms("recieved freindly proffesional excellant helpfull definately appointmnet") ==
        "received friendly professional excellent helpful definitely appointment");
  const std::string_view kept =
      "size prize seize capsized resize program humorous laboratory vigorous fuel label travel labour colour were well its ill "
      "citizen horizon er";
  CHECK(forms(kept) == kept);
}

TEST_CASE("An apostrophe that was left out or typed otherwise changes nothing", "[spelling]") {
  for (const char* written : {"don't", "don’t", "don`t", "don´t", "dont", "DONT", "Don′t"}) {
    CAPTURE(written);
    CHECK(forms(written) == "don't");
  }
  CHECK(forms("cannot cant can't") == "can't can't can't");
}
