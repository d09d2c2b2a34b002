#include <algorithm>
#include <array>

#include "classifier/tokeniser.h"
#include "classifier/word_list.h"
#include "classifier/word_table.h"

namespace nhs::classifier {
namespace {

/// Words that a negation reaches over; published sentiment work finds four enough.
constexpr int kNegationReach = 4;

/// What a word does to the scopes around it.
struct Role {
  enum Of : std::uint16_t {
    negation = 1,       ///< turns what follows into its opposite
    turn = 2,           ///< starts a clause wherever it stands: `but`
    link = 4,           ///< may join two clauses or two words: `and`
    subject = 8,        ///< is the subject where a clause may start: `they`
    determiner = 16,    ///< starts a subject of several words: `the food`
    verb = 32,          ///< a finite verb, common enough to tell a clause from a list
    aside = 64,         ///< starts a clause after a comma or `and`: `unfortunately`
    turn_before = 128,  ///< starts a clause before a subject: `while we waited`
    exception = 256,    ///< starts a clause with the word beside it: `only complaint`, `other than`
  };
  Of role;
  std::string_view words;
};

constexpr std::array<Role, 9> kRoles = {{
    {Role::negation,
     "ain't aren't barely can't couldn't didn't doesn't don't hadn't hardly hasn't haven't isn't lacked lacking "
     "lacks mightn't mustn't needn't neither never no nobody none nor not nothing nowhere nowt scarcely shan't "
     "shouldn't wasn't weren't without won't wouldn't"},
    {Role::turn,
     "although apart aside besides but despite except however nevertheless nonetheless otherwise shame though "
     "unless whereas"},
    {Role::link, "and then plus"},
    {Role::subject,
     "i we they he she it you nobody no-one noone nothing none everyone everybody everything someone somebody "
     "there i'm i've i'd i'll we're we've we'd we'll they're they've they'd they'll he'd he'll she'd she'll "
     "you're you've you'd you'll it'd staff nurses doctors"},
    {Role::determiner,
     "the my our his her their your this that these those a an some one no all both each every another"},
    {Role::verb,
     "was were is are am be been had has have did does do didn't wasn't weren't isn't aren't hadn't hasn't "
     "haven't don't doesn't couldn't wouldn't won't can't could would will can should must never told came "
     "took went gave made kept said got felt feel left treated listened explained helped waited wait looked "
     "seemed ignored cared talked spoke asked answered knew saw needs need works worked gets goes comes makes "
     "takes put saved rang called sat stayed held lost missed cancelled refused found thought think love loved "
     "i'm i've we're we've they're they've you're you've i'd we'd they'd he'd she'd i'll we'll they'll thank "
     "recommend"},
    {Role::aside, "unfortunately sadly luckily thankfully fortunately regrettably"},
    {Role::turn_before, "while whilst yet pity"},
    {Role::exception, "only other"},
}};

/// What each word does, looked up once a token.
class Roles {
 public:
  static const Roles& get() {
    static const Roles roles;
    return roles;
  }

  std::uint16_t of(std::string_view word, std::uint64_t hash) const {
    const std::uint32_t number = table_.find(word, hash);
    return number == WordTable::kNone ? std::uint16_t{0} : roles_[number];
  }

 private:
  Roles() : table_(collect()) {}

  std::vector<std::string_view> collect() {
    std::vector<std::string_view> words;
    for (const Role& role : kRoles) {
      for (const std::string_view word : split(role.words)) add(word, role.role, words);
    }
    return words;
  }

  void add(std::string_view word, Role::Of role, std::vector<std::string_view>& words) {
    const auto known = std::find(words.begin(), words.end(), word);
    if (known != words.end()) {
      roles_[static_cast<std::size_t>(known - words.begin())] |= role;
      return;
    }
    words.push_back(word);
    roles_.push_back(role);
  }

  std::vector<std::uint16_t> roles_;
  WordTable table_;
};

class ScopeMarker {
 public:
  ScopeMarker(const Tokeniser& tokeniser, std::vector<Token>& tokens)
      : tokeniser_(tokeniser), tokens_(tokens) {}

  void mark() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind == TokenKind::word)
        mark_word(i);
      else
        mark_other(i);
    }
  }

 private:
  void mark_other(std::size_t i) {
    Token& token = tokens_[i];
    token.clause = clause_;
    after_pause_ = false;
    if (token.kind != TokenKind::punctuation) return;
    const std::string_view mark = form(i);
    if (mark == "\"") return;
    if (mark == ",") {
      reach_ = 0;
      after_pause_ = true;
      return;
    }
    next_clause();
  }

  void mark_word(std::size_t i) {
    const std::uint16_t role = role_of(i);
    if (starts_clause(i, role)) next_clause();
    Token& token = tokens_[i];
    token.clause = clause_;
    const bool negation = (role & Role::negation) != 0;
    token.negated = reach_ > 0 && !negation;
    reach_ = negation && !is_emphasis(i) ? kNegationReach : std::max(0, reach_ - 1);
    has_verb_ = has_verb_ || (role & Role::verb) != 0;
    ++words_;
    after_pause_ = false;
  }

  bool starts_clause(std::size_t i, std::uint16_t role) const {
    if ((role & Role::turn) != 0)
      return !(form(i) == "but" && follows(i, {"nothing", "anything", "all", "none"}));
    if ((role & Role::exception) != 0) {
      if (form(i) == "other") return next_is(i, {"than"}) && !follows(i, {"any", "no", "each", "every"});
      return next_is(i, {"thing", "complaint", "problem", "downside", "gripe", "issue", "negative",
                         "criticism", "niggle", "concern", "drawback"});
    }
    if ((role & Role::turn_before) != 0) return turns_before_subject(i);
    if ((role & Role::aside) != 0) return after_pause_ || follows(i, {"and"});
    // A list (`the food, the ward and the staff were …`) has no verb before, a second verb phrase no subject.
    const bool may_join = after_pause_ || (role & Role::link) != 0;
    if (!may_join || !has_verb_ || words_ < kFewestWords) return false;
    return starts_sentence((role & Role::link) != 0 ? i + 1 : i);
  }

  bool turns_before_subject(std::size_t i) const {
    if (follows(i, {"a", "the", "long", "little", "short", "quite", "worth", "good", "not", "no", "any"}))
      return false;
    if (form(i) == "pity") return next_is(i, {"about", "that", "the", "there", "they", "we", "it", "no"});
    return is_word(i + 1) && (role_of(i + 1) & (Role::subject | Role::determiner)) != 0;
  }

  /// A subject stands at i, and soon after it a verb.
  bool starts_sentence(std::size_t i) const {
    if (!is_word(i)) return false;
    const std::uint16_t role = role_of(i);
    if ((role & (Role::subject | Role::determiner)) == 0) return false;
    constexpr std::size_t farthest_verb = 3;
    for (std::size_t j = i; j <= i + farthest_verb && is_word(j); ++j) {
      const std::uint16_t here = role_of(j);
      if (j > i && (here & Role::link) != 0) return false;
      if ((here & Role::verb) != 0 && (j > i || form(j).find('\'') != std::string_view::npos)) return true;
    }
    // Pronouns that are only ever subjects need no verb that we know.
    return follows_with_word(i) && is_one_of(form(i), {"i", "we", "they", "he", "she", "nobody"});
  }

  /// `not only kind`, `no doubt`, `without fail`: nothing is denied.
  bool is_emphasis(std::size_t i) const {
    const std::string_view word = form(i);
    if (word == "not") return next_is(i, {"only", "just", "merely"});
    if (word == "no") return next_is(i, {"doubt", "wonder", "matter", "lack", "shortage"});
    if (word == "never") return compares(i);
    if (word == "without") return next_is(i, {"fail", "doubt", "question", "exception"});
    return word == "nothing" && next_is(i, {"but", "short"});
  }

  /// `never met such kind people`, `never felt so ill`: more of it than ever.
  bool compares(std::size_t i) const {
    constexpr std::size_t farthest = 5;
    for (std::size_t j = i + 1; j <= i + farthest && is_word(j); ++j)
      if (is_one_of(form(j), {"so", "such"})) return true;
    return false;
  }

  void next_clause() {
    if (words_ > 0) ++clause_;
    words_ = 0;
    has_verb_ = false;
    reach_ = 0;
  }

  using Words = std::initializer_list<std::string_view>;
  static bool is_one_of(std::string_view word, Words words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  }
  std::string_view form(std::size_t i) const { return tokeniser_.form(tokens_[i]); }
  std::uint16_t role_of(std::size_t i) const { return roles_.of(form(i), tokens_[i].hash); }
  bool is_word(std::size_t i) const { return i < tokens_.size() && tokens_[i].kind == TokenKind::word; }
  bool next_is(std::size_t i, Words words) const { return is_word(i + 1) && is_one_of(form(i + 1), words); }
  bool follows(std::size_t i, Words words) const {
    return i > 0 && is_word(i - 1) && is_one_of(form(i - 1), words);
  }
  bool follows_with_word(std::size_t i) const { return is_word(i + 1); }

  /// Shorter ones are crumbs (`yes, they did`).
  static constexpr int kFewestWords = 3;

  const Tokeniser& tokeniser_;
  std::vector<Token>& tokens_;
  const Roles& roles_ = Roles::get();
  std::uint32_t clause_ = 0;
  int reach_ = 0;
  int words_ = 0;          ///< of the clause so far
  bool has_verb_ = false;  ///< the clause so far
  bool after_pause_ = false;
};

}  // namespace

void mark_scopes(const Tokeniser& tokeniser, std::vector<Token>& tokens) {
  ScopeMarker(tokeniser, tokens).mark();
}

}  // namespace nhs::classifier
