#include "report/privacy_notice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/processing_tables.h"
#include "report/rights_offered.h"

namespace nhs::report {
namespace {

std::string who_we_are(const Processing& processing) {
  return fmt::format(
      "## Who we are\n\nController: {}.\n\nWrite to us, or to our data protection officer, about anything in this "
      "notice: {}.\n\n",
      or_missing(processing.controller, "privacy.controller"),
      or_missing(processing.contact, "privacy.data_protection_contact"));
}

std::string being_left_out(const Processing& processing) {
  return fmt::format(
      "{}nly posts that everybody can see are read. Who asks on Mastodon not to be found by search engines {}. Posts "
      "of accounts that asked to be forgotten are turned away before they are stored.\n\n",
      holds_what_may_not_be_public(processing) ? "On networks, o" : "O",
      processing.leaves_out_noindex ? "is left out altogether" : "is counted, and never quoted");
}

constexpr std::string_view kSafety =
    R"(## How posts are judged

By a program on our own machine that has learned from examples (a kind of artificial intelligence). It guesses, and errs: how
often is measured against what people say of random samples, and ask us what came of that. Members of the team read posts
too, and what they say counts instead. Nobody is treated in one way or another because of what it guessed.

## How we keep it safe

On our own machine, where members of the team alone may read it. What would name you is kept as a keyed hash and encrypted;
the key lies apart. It is written down whenever somebody of the team has a name or an address opened that is kept
encrypted, makes an export or a backup, or changes something. That they read posts, in lists and reports also as a file, is
not written down: those show texts without their authors and addresses. What we publish are counts, no small ones among
them.

## If you are under 18

We do not know how old you are, so everybody's posts are kept as safe as a child's. You may ask us yourself what we keep of
what you wrote, and have it deleted, and you need not say why. Somebody whom you trust may ask for you. If you are in
danger, ring 999, or Childline on 0800 1111.

)";

constexpr std::string_view kOfTheTeam =
    R"(## If you work with this program

Of members of the team we keep the login, and when they changed, opened or took out what; and the name that they give with
a judgement, a note or a sample. Why: to be able to show who did what with other people's data, and to measure how far
people judge alike; it is no measure of anybody's work. On what lawful basis: **[to be filled in by the organisation]**.
How long: as long as the database; notes on a post go with its text. Who sees it: the team. You have the same rights,
but the record of who did what is never changed, for it would prove nothing then.

)";

}  // namespace

std::string privacy_notice(const Processing& processing) {
  std::string text = fmt::format("# Privacy notice: what people say{} about NHS values\n\n",
                                 holds_what_may_not_be_public(processing) ? "" : " in public");
  text += standing_of(processing, "privacy-notice");
  text += fmt::format(
      "We read {}. We count what they say about health and care services. You may have "
      "written one, or be written about in one. This notice tells what we keep of it, why, for how long, and what you can ask of us.\n\n",
      what_is_read(processing));
  text += who_we_are(processing);
  text += "## Why we do it\n\n" + purposes(processing);
  text += fmt::format(
      "## On what lawful basis\n\n- For personal data: {}.\n- For special category data (health, origin, belief, "
      "sexual life), which posts may hold: {}.\n",
      or_missing(processing.lawful_basis, "privacy.lawful_basis"),
      or_missing(processing.special_category_condition, "privacy.special_category_condition"));
  text +=
      "- For quoting somebody in what we publish: their consent (Articles 6(1)(a) and 9(2)(a)), which they can "
      "withdraw.\n\n";
  text += "## Where posts come from\n\n" + sources_table(processing) + being_left_out(processing);
  text += "## What we keep\n\n" + kinds_table();
  text += kSafety;
  text += "## Who receives something\n\n" + recipients_list(processing);
  text += "## How long we keep it\n\n" + retention_table(processing);
  text += "## Your right to object\n\n" + right_to_object();
  text +=
      "## Your rights\n\nTell us the account and its network, or its profile's address; to have a single post erased, its address will do, or what it says where it has none, as an answer to a survey. You need not prove who you are beyond what shows that the account is yours, such as a "
      "message from it. We answer within one month, and free of charge.\n\n" +
      rights_table(processing);
  text += "## What is not done\n\n" + never_done(processing);
  text += kOfTheTeam;
  text += fmt::format(
      "## When you are unhappy with us\n\nTell us first, so that we can put it right: {}. You may complain to the "
      "Information Commissioner at any time: ico.org.uk/make-a-complaint, telephone 0303 123 1113.\n\n",
      or_missing(processing.contact, "privacy.data_protection_contact"));
  text += "## Every column of the database\n\nFor those who want to know exactly, by table:\n\n" +
          columns_by_kind();
  text.pop_back();
  return text;
}

}  // namespace nhs::report
