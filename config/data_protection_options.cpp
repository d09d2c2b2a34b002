#include "config/checks.h"
#include "config/option_table.h"
#include "config/option_values.h"

namespace nhs::config {
namespace {

/// What fits a line of a paper.
constexpr std::size_t kLongestLine = 2000;

template <std::string DataProtection::*member>
void put_text(const OptionValue& value, const Place& place) {
  place.config->data_protection.*member = text_of(value);
}

}  // namespace

OptionTable data_protection_options() {
  static const std::string lawful_basis = '"' + std::string{kUsualLawfulBasis} + '"';
  static const std::string special_category = '"' + std::string{kUsualSpecialCategoryCondition} + '"';
  return {
      {.key = "privacy.controller",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_line<kLongestLine>>>,
       .allowed = "a line of text, or empty",
       .put = put_text<&DataProtection::controller>,
       .help =
           "The organisation that answers for this processing, with its address: for `privacy-notice` and "
           "`dpia`."},
      {.key = "privacy.data_protection_contact",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_line<kLongestLine>>>,
       .allowed = "a line of text, or empty for `contact`",
       .put = put_text<&DataProtection::contact>,
       .help =
           "How people reach its data protection officer: an e-mail address, a page, a telephone number."},
      {.key = "privacy.lawful_basis",
       .type = OptionType::text,
       .fallback = lawful_basis,
       .is_allowed = text_is<is_empty_or<is_line<kLongestLine>>>,
       .allowed = "a line of text",
       .put = put_text<&DataProtection::lawful_basis>,
       .help =
           "On what lawful basis posts are processed. The usual wording of a public body; yours to approve."},
      {.key = "privacy.special_category_condition",
       .type = OptionType::text,
       .fallback = special_category,
       .is_allowed = text_is<is_empty_or<is_line<kLongestLine>>>,
       .allowed = "a line of text",
       .put = put_text<&DataProtection::special_category_condition>,
       .help =
           "Which condition allows what posts say of health, origin, belief or sexual life. Yours to approve."},
      {.key = "privacy.recipients",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_line<kLongestLine>, 0, 50>,
       .allowed = "at most 50 lines of text",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->data_protection.recipients = texts_of(value); },
       .help = "Who else receives something, such as \"the board: counts, no texts\"."},
      {.key = "privacy.approved",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_line<kLongestLine>>>,
       .allowed = "a line of text, or empty",
       .put = put_text<&DataProtection::approved>,
       .help =
           "Who approved the wording above, in which role, and when. While it is empty, the papers say that "
           "they are drafts."},
  };
}

}  // namespace nhs::config
