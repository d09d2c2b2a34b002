#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "report/page/document.h"
#include "report/page/period_report.h"
#include "report/terminal.h"

namespace nhs::report {

/// A mail to the team on a day or a week that is over. It leaves the server, so it says what alerts may say:
/// numbers, names of the configuration and references of posts; never what a post says, who wrote it or where
/// it stands. What it says of inclusion groups is nothing: so few are counted there that a mail is no place
/// for it.

enum class DigestKind : std::uint8_t { daily, weekly };

/// Something that waits for somebody, in the words that an alert has for it.
struct ToSeeTo {
  std::string title;
  std::string command;  ///< that shows more; empty for none
};

/// All that a digest is written from.
struct Digest {
  DigestKind kind = DigestKind::daily;
  page::PeriodReport report;
  std::vector<ToSeeTo> to_see_to = {};  ///< as it is when the digest is made
};

/// `daily/2026-11-25`, `weekly/2026-W47`: by which one is known that was sent.
std::string name_of(const Digest& digest);

/// "Daily digest, 25 November 2026: 41 posts, 1 signal, 2 things to see to": a line.
std::string subject_of(const Digest& digest);

/// Its period was collected whole and brought no post, nothing is more than the usual ups and downs, and
/// nothing waits for anybody. Of what was not collected nobody knows that nothing happened.
bool nothing_happened(const Digest& digest);

/// The references of the posts that it names, and no others.
std::vector<std::int64_t> posts_in(const Digest& digest);

/// The command that writes the whole report on its period.
std::string command_of(const Digest& digest);

/// In the words of the report on the same period, but shorter.
page::Document digest_document(const Digest& digest);

/// A line of a mail: RFC 3676, 4.2 asks for no more than 78; with room for the marks of an answer.
inline constexpr std::size_t kMailColumns = 72;

/// A document without figures as a mail without looks: lines of at most so many columns where words allow it,
/// each row of a table on its own, so that it reads well in any font, on a telephone and aloud.
std::string plain_text(const page::Document& document, std::size_t columns = kMailColumns);

/// The same for a terminal, which may be narrower than a mail.
std::string plain_text(const page::Document& document, const Terminal& terminal);

/// The same as HTML that mail programs show: no script, nothing loaded, one small style sheet without which
/// it reads as well; light and dark, from a telephone's width on.
std::string mail_page(const page::Document& document);

}  // namespace nhs::report

template <>
struct nhs::Vocabulary<nhs::report::DigestKind> {
  static constexpr std::string_view noun = "kind of digest";
  static constexpr std::array<std::string_view, 2> ids = {"daily", "weekly"};
};
