#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ascii.h"
#include "core/masked.h"
#include "core/masks.h"

namespace nhs::privacy {

/// What mask.cpp is made of: one function for each kind of datum. Each looks at one place of a text, `before`
/// being the text as masked so far and `rest` what comes, never empty. That they look back at masked text
/// only is what makes masking idempotent: a second walk meets the same `before` at every step. All are pure,
/// and none looks at more than a bounded number of bytes unless it finds something, which keeps the walk
/// linear.

/// What to write instead of a piece of the text.
struct Finding {
  std::size_t length;          ///< bytes of `rest` that it stands for
  std::string instead;         ///< the same bytes again where only the walk must pass over them
  Masked what;                 ///< nothing is taken back later from a link
  std::size_t taken_back = 0;  ///< bytes of `before` that go as well
};

/// A web link that starts here, with or without scheme.
std::optional<Finding> find_link(std::string_view before, std::string_view rest);

/// An e-mail address whose `@` is here.
std::optional<Finding> find_email(std::string_view before, std::string_view rest);

/// An address whose `@` is spelled out here, so that machines do not read it: `bob at example dot org`,
/// `bob (at) example.org`. Without brackets the dots have to be spelled out too.
std::optional<Finding> find_spelled_email(std::string_view before, std::string_view rest);

/// An address with spaces around its `@`, or around `at` in its place, where the domain is a known one of
/// mailboxes: `jane.doe @ nhs.net`, `jane.doe at nhs.net`.
std::optional<Finding> find_spaced_email(std::string_view before, std::string_view rest);

/// How many bytes at the end of the text could be the local part of an address. Masks count: a telephone
/// number may have been one.
std::size_t local_part_before(std::string_view text);

/// A mention whose `@` is here. One of an organisation is found too, and stays.
std::optional<Finding> find_mention(std::string_view rest, const std::vector<std::string>& organisations);

/// An account without an `@` that starts here, known by its form: `amy.bsky.social`, `did:plc:…`,
/// `u/jane_doe`. One of an organisation is found too, and stays.
std::optional<Finding> find_bare_account(std::string_view before, std::string_view rest,
                                         const std::vector<std::string>& organisations);

/// organisations: folded, with or without the leading `@`. account: without it.
bool is_organisation(std::string_view account, const std::vector<std::string>& organisations);

/// A National Insurance number that starts here: `AB 12 34 56 C`.
std::optional<Finding> find_national_insurance_number(std::string_view before, std::string_view rest);

/// A telephone number or an NHS number that starts here, an NHS number also right after `NHS` or `no`.
std::optional<Finding> find_number(std::string_view before, std::string_view rest);

/// A date that starts here after words that say it is somebody's date of birth, or such a word that it is
/// glued to: `DOB 3/4/1961`, `born in Leeds on 3 April 1961`, `dob030461`.
std::optional<Finding> find_birth_date(std::string_view before, std::string_view rest);

/// A number that starts here after words that say it is a patient's, or such a word that it is glued to:
/// `hospital no. A123456`, `MRN1234567`, `NHS number 943 476 5918` whatever its check digit.
std::optional<Finding> find_patient_number(std::string_view before, std::string_view rest);

/// A UK postcode that starts here.
std::optional<Finding> find_postcode(std::string_view before, std::string_view rest);

/// True when masked() would change more in the text than its links.
bool holds_personal_data(std::string_view text);

/// How many spaces the text begins with, of two at most.
inline std::size_t spaces_at(std::string_view text) {
  std::size_t length = 0;
  while (length < 2 && length < text.size() && text[length] == ' ') ++length;
  return length;
}

/// The last bytes of the text, at most so many, with small letters for capital ones of ASCII.
std::string small_tail(std::string_view text, std::size_t bytes);

/// True when the text ends within a word, so that none can start after it.
bool ends_in_word(std::string_view text);
/// True when the text starts within a word.
bool starts_in_word(std::string_view text);

}  // namespace nhs::privacy
