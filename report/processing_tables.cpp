#include "report/processing_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

#include "report/deletion_words.h"
#include "report/stored_columns.h"

namespace nhs::report {
namespace {

/// What a kind of data is, in the words of the papers.
struct KindInWords {
  Kept kept;
  std::string_view name;
  std::string_view is;
  std::string_view personal;
};

constexpr std::array kKinds = {
    KindInWords{
        Kept::words, "What was written",
        "The text of a post, with its hashtags. Before it is stored, mentions of accounts (but for "
        "the organisations on a list), e-mail addresses, telephone numbers, NHS and National Insurance numbers, "
        "postcodes, dates of birth and hospital numbers in it are masked, as far as their form shows them. Names "
        "in running text are not: no program tells them from other words reliably.",
        "yes; may be special category data, of the author or of others"},
    KindInWords{
        Kept::found, "About a post",
        "When it was published, its language, and what the program or a member of the team judged: which "
        "of the six values it bears on, its sentiment, its kind, and whether it is about an inclusion "
        "group.",
        "yes, under a pseudonym; an inclusion group may tell of origin, health or sexual life"},
    KindInWords{
        Kept::pseudonym, "Pseudonyms",
        "Keyed hashes (HMAC-SHA-256) in place of accounts, ids and addresses, and the numbers of rows. "
        "They tell that two posts are by one account, and not by whom. The key is in a file of its own.",
        "yes, pseudonymised"},
    KindInWords{
        Kept::sealed, "Encrypted originals",
        "The account, the id and the address of a post, encrypted (AES-256-GCM) with the same key: to see "
        "whether the post still stands on its network, to open it, and to answer its author.",
        "yes, encrypted"},
    KindInWords{Kept::staff, "About the team",
                "Who of the team changed, revealed or took out what, and when; what they noted and judged.",
                "yes, of members of the team"},
    KindInWords{Kept::nothing, "About nobody",
                "Names and progress of sources, counts by day, and what the program needs for itself.", "no"},
};

const KindInWords& words_for(Kept kept) {
  for (const KindInWords& each : kKinds)
    if (each.kept == kept) return each;
  return kKinds.back();
}

/// "`post`: text, created_at; `tag`: name".
std::string columns_of(Kept kept) {
  std::string text;
  std::string_view table;
  for (const StoredColumn& each : stored_columns()) {
    if (each.kept != kept) continue;
    if (each.table != table)
      text += fmt::format("{}`{}`: {}", text.empty() ? "" : "; ", each.table, each.column);
    else
      text += fmt::format(", {}", each.column);
    table = each.table;
  }
  return text;
}

std::string_view deletions_of(const ProcessedSource& source) {
  if (!source.is_asked) return "not followed: they go when their time is over";
  return source.follows_deletions ? "followed" : "followed only as posts are read again";
}

std::string_view found_by_account(const ProcessedSource& source) {
  switch (source.authors) {
    case KnownAuthors::of_all:
      return "yes";
    case KnownAuthors::of_some:
      return "only those that name their author";
    case KnownAuthors::of_none:
      break;
  }
  if (source.is_asked) return "no: authors are not read; by a post's address only";
  return source.may_not_be_public ? "no: neither author nor address is known; by its words only"
                                  : "no: no author is known";
}

/// A gap, and what is to be said in it; empty where all that was taken in was public.
std::string whether_public(const Processing& processing) {
  if (!holds_what_may_not_be_public(processing)) return {};
  return "Texts were taken in from files that carry neither a hashtag that is watched nor an address. What they are, "
         "whether they were public, and what those who wrote them were told: **[to be filled in by the "
         "organisation]**.\n\n";
}

/// What is kept as long, whatever is configured.
constexpr std::array kAlwaysKept = {
    std::pair{
        "what is left of such posts: day, network, what was found in them, inclusion groups too, who of the team said "
        "so, and keyed hashes of the post itself, by which whoever has the key and the post's address can find it",
        "as long as the database, so that trends stay right and nothing comes back; a post whose address somebody "
        "names is erased"},
    std::pair{"the lists of keyed hashes of who asked to be forgotten, and of posts that are gone",
              "as long as the database: they are what keeps them out"},
    std::pair{"counts by day", "as long as the database"},
    std::pair{"who of the team did what, and when (audit), and who judged which sample",
              "as long as the database"},
    std::pair{
        "the proof that an author consented to a quotation that was published",
        "**[to be filled in by the organisation]**: this program's note of it goes with the post's text, so the proof is "
        "to be kept with what was published"},
    std::pair{
        "backups, exports and reports that people made",
        "**[to be filled in by the organisation]**; a backup that is restored forgets again what was forgotten "
        "since, as long as the database that it replaces can still be read"},
};

constexpr std::string_view kNoMessages = "No alert and no digest is sent to anybody outside this machine.";

/// What is sent names nobody, and is about single people all the same.
constexpr std::string_view kOfMessages =
    R"(Alerts and digests that are sent to a recipient above
hold numbers, small ones too, what was found in single posts, and this database's references of them, never a text, an author
or an address. They are personal data, under a pseudonym: who reads one soon after a post appeared may find that post on its
network. In which countries the hosts named above stand, and on what ground they receive it (Articles 28 and 44 to 49):
**[to be filled in by the organisation]**.)";

}  // namespace

std::string markdown_text(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (std::string_view{"\\`*_[]<>|#"}.find(c) != std::string_view::npos) safe += '\\';
    safe += c == '\n' || c == '\r' ? ' ' : c;
  }
  return safe;
}

std::string or_missing(const std::string& text, std::string_view key) {
  return text.empty() ? fmt::format("**[to be filled in: `{}` in the configuration]**", key)
                      : markdown_text(text);
}

std::string standing_of(const Processing& processing, std::string_view command) {
  const std::string approved =
      processing.approved.empty()
          ? "> **Draft.** Nobody has approved this yet. The lawful basis and the condition for special category "
            "data are the usual wording of a public body, or what this installation has configured; whether they "
            "hold here is for the data protection officer to say. Once they have, put who and when into "
            "`privacy.approved`, and this warning goes.\n"
          : fmt::format("> Approved: {}.\n", markdown_text(processing.approved));
  return fmt::format(
      "{}>\n> Written on {} by {} (`nhsvalues {}`), from {}. Write it anew whenever that changes: what stands in "
      "the tables below is what is in force then.\n\n",
      approved, format_day(processing.written_on), processing.program, command,
      processing.configuration.empty() ? "its defaults, without a configuration file"
                                       : fmt::format("the configuration `{}`", processing.configuration));
}

std::string what_is_read(const Processing& processing) {
  std::vector<std::string> read;
  const auto any = [&](bool by_hashtag) {
    return std::any_of(processing.sources.begin(), processing.sources.end(), [&](const auto& each) {
      return !each.may_not_be_public && each.by_hashtag == by_hashtag;
    });
  };
  if (processing.sources.empty() || any(true)) {
    std::vector<std::string> tags;
    for (const std::string& topic : processing.topics) tags.push_back("#" + markdown_text(topic));
    read.push_back(fmt::format("public posts that carry {}", fmt::join(tags, ", ")));
  }
  if (any(false))
    read.emplace_back("public posts that the table of sources names, whatever hashtag they carry");
  if (holds_what_may_not_be_public(processing))
    read.emplace_back("texts from files, which may be answers to a survey and never have been public");
  return fmt::format("{}", fmt::join(read, "; and "));
}

bool holds_what_may_not_be_public(const Processing& processing) {
  return std::any_of(processing.sources.begin(), processing.sources.end(),
                     [](const ProcessedSource& each) { return each.may_not_be_public; });
}

std::string purposes(const Processing& processing) {
  return fmt::format(
      R"(- To learn what people say{} about health and care services, in the light of the six values of the NHS
  Constitution: which value, lived up to or fallen short of, and whether that changes.
- To see whose voice is missing, above all of people who are homeless, Gypsies and Travellers, sex workers, and those
  affected by female genital mutilation.
- To follow what organisations and people have pledged under these hashtags.
- To bring posts that suggest a risk of harm before a member of the team. This is no safeguarding system, and does not
  take the place of one.

It is not used for anything else: see "What is not done".

)",
      holds_what_may_not_be_public(processing) ? "" : " in public");
}

std::string sources_table(const Processing& processing) {
  // Article 14 asks for every source, and people bring files in besides.
  const std::string files =
      processing.database_was_read
          ? "Posts may also be taken in from files; those that were so far stand in the table.\n\n"
          : "Posts may also be taken in from files. **Whether any were was not looked at: there was no database to read "
            "when this was written.**\n\n";
  if (processing.sources.empty())
    return processing.database_was_read
               ? "**No source is configured: nothing is collected.** Posts can still be imported from files; none were "
                 "so far.\n\n"
               : "**No source is configured: nothing is collected.** " + files;
  std::string table =
      "| source | what it is | where | which posts | deletions and edits | found by account |\n"
      "|---|---|---|---|---|---|\n";
  for (const ProcessedSource& each : processing.sources)
    table +=
        fmt::format("| {} | {} | {} | {} | {} | {} |\n", markdown_text(each.name), markdown_text(each.what),
                    each.where.empty() ? "the service's own address" : markdown_text(each.where),
                    markdown_text(each.posts), deletions_of(each), found_by_account(each));
  return table + "\n" + whether_public(processing) + files;
}

std::string recipients_list(const Processing& processing) {
  std::string list =
      "- The members of the team who may read the database, on the machine that it is on.\n"
      "- Whoever reads what is published: counts without texts, none of them small, and quotations only of posts "
      "whose authors have consented.\n"
      "- Where a post suggests that somebody is at risk of harm: whoever safeguards them, and the emergency services.\n";
  for (const std::string& each : processing.recipients) list += fmt::format("- {}\n", markdown_text(each));
  for (const std::string& each : processing.messages) list += fmt::format("- {}\n", markdown_text(each));
  if (processing.recipients.empty() && processing.messages.empty())
    list += "- Nobody else is configured (`privacy.recipients`).\n";
  return list + fmt::format(
                    R"(
Posts are judged on this machine; no text is sent to anybody to be judged. The networks above are asked for their public
posts, and, by the id that they gave it, whether a post that they showed still stands; they learn the hashtags, this
organisation's contact address, and its machine's network address. {} Beyond that the program sends
nothing of what it stores to anybody, in this country or another.

)",
                    processing.messages.empty() ? kNoMessages : kOfMessages);
}

std::string messages_in_a_cell(const Processing& processing) {
  return markdown_text(fmt::format("{}", fmt::join(processing.messages, "; ")));
}

std::string retention_table(const Processing& processing) {
  std::string table = "| what | how long |\n|---|---|\n";
  const auto add = [&](std::string_view what, std::string_view how_long) {
    table += fmt::format("| {} | {} |\n", what, how_long);
  };
  for (const KeptFor& each : processing.text_retention) add(each.what, each.how_long);
  add("a post that its author deleted, or that lost its hashtag", deletion_words(processing).how_long);
  for (const auto& [what, how_long] : kAlwaysKept) add(what, how_long);
  return table + "\n";
}

std::string kinds_table() {
  std::string table = "| what | what it is | personal data? |\n|---|---|---|\n";
  for (const KindInWords& each : kKinds)
    table += fmt::format("| {} | {} | {} |\n", each.name, each.is, each.personal);
  return table + "\n";
}

std::string columns_by_kind() {
  std::string list;
  for (const KindInWords& each : kKinds) list += fmt::format("- {}: {}.\n", each.name, columns_of(each.kept));
  return list + "\n";
}

std::string columns_table() {
  std::string table = "| table | column | kind | what it is for |\n|---|---|---|---|\n";
  for (const StoredColumn& each : stored_columns())
    table += fmt::format("| `{}` | `{}` | {} | {} |\n", each.table, each.column, words_for(each.kept).name,
                         each.purpose);
  return table + "\n";
}

}  // namespace nhs::report
