#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhs::test {

/// What somebody may write in public to run, or to mislead, where it is shown. One list for every sink:
/// terminal, chart, CSV, JSON, HTML, Markdown, log, STATUS, message, control socket, notification.
struct Attack {
  const char* name;  ///< what it tries
  std::string text;  ///< bytes of any kind, not always UTF-8
};

const std::vector<Attack>& attack_strings();

/// A megabyte of one attack after the other, in one line.
std::string enormous_attack();

/// What in text that is shown to people can run or mislead: a control character but for line ends, a
/// direction, zero-width or other invisible character, a line separator, or bytes that are no UTF-8. Empty
/// when nothing can.
std::string danger_in(std::string_view shown);

/// The first cell of a CSV text (RFC 4180) that a spreadsheet would run; empty when none is.
std::string formula_in(std::string_view csv);

/// What of the attacks' markup stands in an HTML page as markup; empty for none. What the page itself is made
/// of, style and drawings, is not looked at.
std::string markup_in(std::string_view html);

/// Records of a CSV text; empty when its quotes do not close.
std::vector<std::vector<std::string>> csv_records(std::string_view csv);

/// The text between double quotes in JSON, so that it is what the attack says wherever that is UTF-8.
std::string in_json(std::string_view text);

}  // namespace nhs::test
