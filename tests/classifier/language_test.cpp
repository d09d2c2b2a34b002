#include <catch2/catch.hpp>

#include "committed_model.h"

using nhs::Unclassified;

namespace {

std::optional<Unclassified> why_not(std::string_view text, std::string_view tag = {}) {
  return committed_model().classify(text, tag).unclassified;
}

}  // namespace

TEST_CASE("Texts in other languages are recognised and left unclassified", "[language]") {
  struct Case {
    const char* code;
    const char* text;
  };
  const Case cases[] = {
      {"cy", "Roedd y nyrsys yn garedig iawn ac fe wnaethon nhw wrando arnaf drwy'r nos. #NHSvalues"},
      {"pl", "Pielęgniarki były bardzo miłe i wszystko mi dokładnie wytłumaczyły. #NHSvalues"},
      {"ur", "نرسوں نے میری والدہ کا بہت خیال رکھا اور ہر بات آرام سے سمجھائی۔"},
      {"ro", "Asistentele au fost foarte amabile și mi-au explicat totul cu răbdare."},
      {"ar", "كانت الممرضات لطيفات جدا وشرحن لي كل شيء بهدوء واحترام."},
  };
  for (const Case& c : cases) {
    CAPTURE(c.code);
    const nhs::Classification found = committed_model().classify(c.text);
    CHECK(found.language == c.code);
    CHECK(found.unclassified == Unclassified::language);
    CHECK(found.values.empty());
    CHECK_FALSE(found.sentiment);
    CHECK_FALSE(found.kind);
  }
}

TEST_CASE("The text is believed over a network that calls everything English", "[language]") {
  CHECK(why_not("Pielęgniarki były bardzo miłe i wszystko mi dokładnie wytłumaczyły.", "en") ==
        Unclassified::language);
}

TEST_CASE("Short English is not lost because a detector is unsure", "[language]") {
  for (const char* text :
       {"Ta!", "Reyt good", "thx NHS", "Brill care", "Kind nurses", "Can't fault it", "gr8 staff"}) {
    CAPTURE(text);
    CHECK_FALSE(why_not(text));
    CHECK_FALSE(why_not(text, "en-GB"));
    CHECK(committed_model().classify(text).language == "en");
  }
}

TEST_CASE("A few words are in the language that the network says", "[language]") {
  CHECK(why_not("Da iawn", "cy") == Unclassified::language);
  CHECK(committed_model().classify("Da iawn", "cy-GB").language == "cy");
}

TEST_CASE("A text without words is left alone for that reason", "[language]") {
  for (const char* text : {"", "   \n", "💙💙", "https://example.org/x", "#NHSvalues", "@… 12 !!"}) {
    CAPTURE(text);
    CHECK(why_not(text, "en") == Unclassified::no_words);
  }
}
