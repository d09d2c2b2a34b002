#include "report/rights_offered.h"

#include <fmt/format.h>

#include "report/deletion_words.h"
#include "report/processing_tables.h"

namespace nhs::report {

std::string rights_table(const Processing& processing) {
  const DeletionWords& deletions = deletion_words(processing);
  return fmt::format(
      R"(| right | what is done | by the command |
|---|---|---|
| to be informed (Article 14) | this notice is published. Those who write are not told one by one, though the account and the address of most posts are held, encrypted: each would have to be opened and written to on their network, mostly where others read it, for the sake of counts that name nobody. That is an effort out of proportion (Article 14(5)(b)); how it was weighed against what not being told means to them stands in the data protection impact assessment | `nhsvalues privacy-notice` |
| to see what is held (Article 15) | everything held of an account is written into one file for its owner, once it is known that they are; a post without an account, such as an answer to a survey, is looked for by its words and shown | `nhsvalues access -`; `nhsvalues show REF` |
| to have it put right (Article 16) | what was judged wrongly is corrected; {} | `nhsvalues label REF` |
| to have it erased (Article 17) | everything held of an account, or one post, is erased, and never taken in again; asked for by anybody who is the author, whatever the lawful basis | `nhsvalues forget -` |
| to have it restricted (Article 18) | an account's posts are kept out of all counts and reports while something about them is in dispute; they stay stored, and the team can still read them | `nhsvalues object -` |
| to object (Article 21) | an account's posts, past and to come, are kept out of all counts and reports, and no reason has to be given. New ones are still taken in and judged, and one with words that may mean that somebody is at risk of harm still waits for a person to read it. Whoever wants that to end as well is erased, without anything being weighed | `nhsvalues object -`; `nhsvalues forget -` |
| not to be quoted | no post is printed word for word in what is published unless its author consented; a consent can be withdrawn | `nhsvalues consent REF` |
| of whoever is written about | nothing is filed under their name. They say which post it is, by its address or its words: it is erased, or what was judged of it is corrected | `nhsvalues forget --post REF` |
| to complain | to the organisation first, by the contact above; then to the Information Commissioner, ico.org.uk, 0303 123 1113 | |

{}

)",
      deletions.rectification, deletions.need_to_ask);
}

std::string right_to_object() {
  return R"(**You may object at any time to what we do with what you wrote** (Article 21 of the UK GDPR). Write to the contact above; you
need not give a reason.

- From then on what you wrote, and will write, is in none of our counts and reports, and is not quoted. It is still taken in
  and judged by the program, kept as long as any other, and can be read by members of the team, so that it counts again
  should you change your mind. What has words that may mean that somebody is at risk of harm is still shown to a person.
- If that is to end too, ask to be forgotten: all of it is erased, and nothing new is taken in. That is done for everybody
  who asks. Of what has no account, such as an answer to a survey, it is the one way.

)";
}

std::string never_done(const Processing& processing) {
  return fmt::format(
      R"(- No decision is made about a person by the program, alone or otherwise, and no profile of one is drawn.
- No table, chart or report is by member of staff, and the team is not to count, rank or look up people. The texts can be
  searched for any words, though, and counted by them, and a name that stands in a text is one of its words. What keeps the
  team from that is this rule and who belongs to the team, not the program, and such a search is not written down. What
  posts say of a service is no measure of its quality.
- Nothing is matched with patient records, staff records, or accounts elsewhere.
- No profiles, pictures, followers or places are kept, no display names but those by which some feeds call their authors, no
  account and no address of a post in any other form than a keyed hash and an encrypted copy, and {}.
- Nothing is sold, lent, or given to anybody for purposes of their own, and no text is used to train anybody's model
  outside this organisation.

)",
      holds_what_may_not_be_public(processing)
          ? "of networks no posts that are not public; texts from files may not have been (see the sources)"
          : "no posts that are not public");
}

}  // namespace nhs::report
