#include <catch2/catch.hpp>

#include "core/masks.h"
#include "written_tokens.h"

using namespace nhs::classifier;
using namespace nhs::classifier::test;

using Pieces = std::vector<std::string>;

TEST_CASE("Words are folded and typographic apostrophes are plain ones", "[tokeniser]") {
  CHECK(forms("Nurses WERE kind") == "nurses were kind");
  CHECK(forms("the nurse’s café") == "the nurse café");
  CHECK(forms("A&E and R&D") == "a&e and r&d");
}

TEST_CASE("What stands for somebody or something is one token", "[tokeniser]") {
  CHECK(forms("see https://example.org/a?b=1, now") == "see <url> , now");
  CHECK(forms("(www.example.org) thanks @Some_one@example.social.") == "<url> thanks <user> .");
  CHECK(forms("waited 4.5 hrs on 27/4") == "waited <num> hrs on <num>");
}

TEST_CASE("A masked text reads like the text that it hides", "[tokeniser]") {
  CHECK(forms("thanks @…!") == forms("thanks @leeds_nurse!"));
  CHECK(forms("write to [email].") == forms("write to some.one@example.org."));
  CHECK(forms("ring [phone] now") == forms("ring 0113 496 0123 now"));
  CHECK(forms("ring [phone] now") == forms("ring +44 (0)113-496-0123 now"));
  CHECK(forms("I am [nhs number]") == forms("I am 943 476 5919"));
  CHECK(forms("it is [ni number] now") == forms("it is [hospital number] now"));
  CHECK(forms("lives in [postcode] now") == forms("lives in LS1 3EX now"));
  CHECK(forms("lives in [postcode] now") == forms("lives in ls13ex now"));
}

TEST_CASE("Every mask is one token, and no words", "[tokeniser]") {
  for (const std::string_view mask : nhs::kBracketMasks) {
    const std::string read = forms("it is " + std::string{mask} + " now");
    INFO(mask << ": " << read);
    CHECK(read.rfind("it is <", 0) == 0);
    CHECK(read.find("> now") == read.find('>'));
  }
}

TEST_CASE("Hashtags are split where case, digits and underscores show words", "[tokeniser]") {
  CHECK(forms("#BeKind #NHSLeeds #BBCNews #speak_up #Covid19") ==
        "be kind nhs leeds bbc news speak up covid <num>");
  CHECK(forms("#compassion") == "compassion");
}

TEST_CASE("The product's own tags say nothing, however they are written", "[tokeniser]") {
  CHECK(forms("#NHSvalues #teamleeds #HeartsAndMinds") == "<topic> <topic> <topic>");
  CHECK(forms("#NHSvaluesWeek") == "nhs values week");
}

TEST_CASE("Drawled words are squeezed and marked", "[tokeniser]") {
  Tokeniser tokeniser;
  const auto& tokens = tokeniser.tokenise("soooooo good");
  REQUIRE(tokens.size() == 2);
  CHECK(tokeniser.form(tokens[0]) == "soo");
  CHECK(tokens[0].elongated);
  CHECK_FALSE(tokens[1].elongated);
}

TEST_CASE("Emoji lose skin tone and repetition, emoticons have names", "[tokeniser]") {
  CHECK(forms("👍🏽 good 👍") == "👍 good 👍");
  CHECK(forms("💙💙💙") == "💙");
  CHECK(forms("lovely :-) but :( <3") == "lovely <happy> but <sad> <heart>");
  CHECK(forms("at 10:30 http://example.org") == "at <num> <url>");
}

TEST_CASE("Tokens know their bytes in the text as given, whatever folding does to lengths", "[tokeniser]") {
  CHECK(pieces("Kind 👍🏽 nurse’s") == Pieces{"Kind", "👍", "nurse’s"});
  CHECK(pieces("ﬁne ＫＩＮＤ Straße") == Pieces{"ﬁne", "ＫＩＮＤ", "Straße"});
  CHECK(forms("ﬁne ＫＩＮＤ") == "fine kind");
  CHECK(pieces("cafe\u0301 x") == Pieces{"cafe\u0301", "x"});
  CHECK(forms("cafe\u0301 x") == forms("café x"));
  CHECK(pieces("#BeKind") == Pieces{"Be", "Kind"});
}

TEST_CASE("Invalid UTF-8 and control characters neither shift offsets nor make words", "[tokeniser]") {
  CHECK(pieces("a\xFF\xFEkind \xC3 nurse") == Pieces{"a", "kind", "nurse"});
  const std::string with_nul("ki\0nd nurse", 11);
  CHECK(forms(with_nul) == "kind nurse");
  CHECK(pieces(with_nul) == Pieces{with_nul.substr(0, 5), "nurse"});
}
