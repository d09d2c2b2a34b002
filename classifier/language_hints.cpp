#include "classifier/language_hints.h"

#include <algorithm>
#include <vector>

#include "classifier/word_list.h"
#include "classifier/word_table.h"

namespace nhs::classifier {
namespace {

constexpr std::array<std::string_view, kHints> kCodes = {"", "en", "cy", "pl", "ro", "de", "fr", "es", "it"};

struct WordsOf {
  Hint language;
  std::string_view words;
};

constexpr std::array<WordsOf, 8> kWords = {{
    {Hint::english,
     "the and of was is with my were they you we our at not that this it be have had has been but are as his her she "
     "he their them would from when what who all so if your just very will can to for by on in thank thanks"},
    {Hint::welsh,
     "yn yr y i'r o'r a'r i'n o'n a'n gyda'r yn'r mae mae'r roedd ydy yw oedd dydy diolch fawr iawn gan wedi gyda "
     "efo ein eich nhw ni fe nid ddim bawb pawb bore nos wrth mewn heb hefyd gwasanaeth ysbyty meddyg meddygon "
     "nyrs nyrsys cymraeg gymraeg iechyd gofal ofal teulu penblwydd hapus dim rydym rydyn rydw rwy'n dw i'm mor "
     "gwaith llawer pob bob dydd heddiw yfory wythnos blwyddyn blynedd galon chi gyd da dda newydd sy'n fel ond "
     "fod gwrando siarad garedig caredig aros oriau oedden wnaeth cael cefais gefais ardderchog lân tîm gig plant "
     "wych gwych llongyfarchiadau pwy beth pryd felly ers am"},
    {Hint::polish,
     "nie się sie jest było bylo była były byli jak tak dla przez przy ale bardzo dziękuję dziekuje dziękujemy "
     "dziekujemy dobry dobra dobrą dzień dzien lekarz lekarze lekarza lekarka pielęgniarka pielęgniarki "
     "pielegniarka pielegniarki pielegniarkom szpital szpitalu szpitala wszystko wszystkim wszyscy opieka opieki "
     "opiekę opieke polecam mnie moja moje mojego mojej już juz jestem tylko nikt godzin godziny od są kiedy "
     "gdzie może mozna można proszę prosze mam mówi mowi polsku tłumacz tłumacza przychodni przychodnia zdrowia "
     "najlepszy najlepsza że ze oddziale oddziału oddzialu izbie po nas nam tym tego która który ktory miła mila "
     "miłe mile na"},
    {Hint::romanian,
     "și nu în din pentru mai este sunt fost foarte mulțumesc multumesc mulțumim multumim mulţumesc spital "
     "spitalul spitalului doctorul doctorului medic medici medicul medicilor asistenta asistente asistentele "
     "ați noastră noastra mea mele nostru ce că cel cea tot toate tuturor toți oameni bine bună buna deloc dacă "
     "daca unde când cand fără fara sau ore viața viata ajutor ajutorul frumos curat curată minunată minunata "
     "aici am au si amabil amabili amabile avem nimeni nimic suflet niciodată vă va rog echipa echipă dumneavoastră "
     "traducător oraș aşteptat așteptat"},
    {Hint::german, "danke und nicht ist der das sehr wir auch für mit"},
    {Hint::french, "merci le les et pour très vous nous est avec une pas beaucoup mais dans"},
    {Hint::spanish, "gracias muchas el los las por para muy que una está pero todos con"},
    {Hint::italian, "grazie mille molto per che sono è gli della tutti siamo"},
}};

/// Those of the words above that English or names have, too.
constexpr std::string_view kShared =
    "da dda am na ze po ni fe bob pob mile mila mam las los mai gig bore plant mor si va cand nas chi dim bum "
    "tym rog tot cum cel sau nu od pe el les par para per mit das der und con pas une una est ore curat ers yr y "
    "dobra buna aici are echipa que pero molto mille sono vous dans galon dydd";

constexpr std::array<std::string_view, 7> kPolishLetters = {"ł", "ś", "ż", "ź", "ń", "ę", "ą"};
constexpr std::array<std::string_view, 5> kRomanianLetters = {"ș", "ț", "ş", "ţ", "ă"};
constexpr std::array<std::string_view, 2> kWelshLetters = {"ŵ", "ŷ"};
constexpr std::array<std::string_view, 7> kUrduLetters = {"ٹ", "ڈ", "ڑ", "ں", "ے", "ہ", "ھ"};

template <std::size_t N>
bool has_one(std::string_view word, const std::array<std::string_view, N>& letters) {
  for (const std::string_view letter : letters)
    if (word.find(letter) != std::string_view::npos) return true;
  return false;
}

class HintTable {
 public:
  static const HintTable& get() {
    static const HintTable table;
    return table;
  }

  WordHint of(std::string_view word, std::uint64_t hash) const {
    const std::uint32_t number = words_.find(word, hash);
    return number == WordTable::kNone ? WordHint{} : hints_[number];
  }

 private:
  HintTable() : words_(collect()) {
    for (const std::string_view word : split(kShared))
      if (const std::uint32_t number = words_.find(word); number != WordTable::kNone)
        hints_[number].shared = true;
  }

  std::vector<std::string_view> collect() {
    std::vector<std::string_view> words;
    for (const WordsOf& language : kWords) {
      for (const std::string_view word : split(language.words)) {
        words.push_back(word);
        hints_.push_back({language.language, false});
      }
    }
    return words;
  }

  std::vector<WordHint> hints_;
  WordTable words_;
};

bool is_ascii(std::string_view word) {
  for (const char c : word)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

}  // namespace

std::string_view code_of(Hint hint) { return kCodes[static_cast<std::size_t>(hint)]; }

WordHint hint_of(std::string_view word, std::uint64_t hash) {
  const WordHint hint = HintTable::get().of(word, hash);
  if (hint.language != Hint::none || is_ascii(word)) return hint;
  if (has_one(word, kPolishLetters)) return {Hint::polish};
  if (has_one(word, kRomanianLetters)) return {Hint::romanian};
  return {has_one(word, kWelshLetters) ? Hint::welsh : Hint::none};
}

bool has_urdu_letter(std::string_view word) { return has_one(word, kUrduLetters); }

bool is_arabic_script(std::string_view word) {
  // U+0600 to U+06FF.
  return !word.empty() && static_cast<unsigned char>(word.front()) >= 0xD8 &&
         static_cast<unsigned char>(word.front()) <= 0xDB;
}

}  // namespace nhs::classifier
