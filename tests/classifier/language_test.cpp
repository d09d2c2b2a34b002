#include <catch2/catch.hpp>

#include <vector>

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

TEST_CASE("Five words of a language tell it, beside English hashtags too", "[language]") {
  struct Case {
    const char* code;
    std::vector<const char*> texts;
  };
  const Case cases[] = {
      {"cy",
       {"Diolch yn fawr i'r nyrsys", "Dim digon o staff heddiw", "Aros am oriau yn A&E eto",
        "Bydd y clinig ar gau yfory"}},
      {"pl",
       {"Nikt nie mówi po polsku", "Dziekuje wszystkim pielegniarkom z oddzialu",
        "Położna trzymała mnie za rękę", "Dlaczego nikt nie odbiera telefonu?"}},
      {"ro",
       {"Cel mai bun spital din oraș", "Multumesc tuturor medicilor de aici", "Nu avem traducător la spital",
        "Bunica mea a fost tratată frumos"}},
      {"ur", {"ڈاکٹر صاحب بہت اچھے تھے", "کسی نے بات نہیں سنی", "کلینک کل بند رہے گا"}},
      {"ar", {"شكرا جزيلا لكل الممرضات هنا", "لا يوجد مترجم في العيادة", "أمي تتحسن الآن والحمد لله"}},
  };
  for (const Case& c : cases) {
    for (const std::string text : c.texts) {
      for (const std::string hashtags : {"", " #NHSvalues #TeamLeeds #Compassion #BeKind"}) {
        CAPTURE(text + hashtags);
        for (const char* tag : {"", "en"}) {
          const nhs::Classification found = committed_model().classify(text + hashtags, tag);
          CHECK(found.language == c.code);
          CHECK(found.unclassified == Unclassified::language);
        }
      }
    }
  }
}

TEST_CASE("A foreign word or name makes no English post foreign", "[language]") {
  for (const char* text :
       {"Diolch to the night team, you were amazing", "Thank you Mrs Wiśniewska, you are a star",
        "Merci beaucoup to the midwives of ward 5", "Mam and Si were well looked after in Los Angeles",
        "Da best", "The posters are in Polish, Urdu and Romanian now", "My dad speaks only Arabic (عربي)"}) {
    CAPTURE(text);
    CHECK_FALSE(why_not(text));
    CHECK_FALSE(why_not(text, "en"));
  }
}

TEST_CASE("The text is believed over a network that calls everything English", "[language]") {
  CHECK(why_not("Pielęgniarki były bardzo miłe i wszystko mi dokładnie wytłumaczyły.", "en") ==
        Unclassified::language);
}

TEST_CASE("Short English is not lost because a detector is unsure", "[language]") {
  for (const char* text : {"Ta!", "Reyt good", "thx NHS", "Brill care", "Kind nurses", "Can't fault it",
                           "gr8 staff", "Disgraceful.", "Nothimg", "Faultless"}) {
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
