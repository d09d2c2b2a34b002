#include <fmt/format.h>

#include "core/tag_list.h"
#include "report/csv.h"
#include "report/pledges_view.h"
#include "report/post_words.h"
#include "report/posts_view.h"

namespace nhs::report {
namespace {

std::string values_cell(const Classification& classification) {
  std::vector<std::string> cells;
  for (const ValueFinding& finding : classification.values)
    cells.push_back(fmt::format("{}:{}", id_of(finding.value), id_of(finding.direction)));
  return joined(cells, ",");
}

std::string groups_cell(const Classification& classification) {
  std::vector<std::string> cells;
  for (const Group group : classification.groups) cells.emplace_back(id_of(group));
  return joined(cells, ",");
}

}  // namespace

std::string posts_csv(const std::vector<store::StoredPost>& posts) {
  std::string csv =
      "ref,created_at,network,sentiment,score,values,kind,groups,language,text,refuses_quotation,labelled,author_alias\r\n";
  for (const store::StoredPost& post : posts) {
    const Classification& found = post.classification;
    csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_cell(fmt::format("{}", post.ref)),
                       post.created_at ? format_utc(*post.created_at) : "", csv_cell(post.network),
                       found.sentiment ? id_of(found.sentiment->label) : "",
                       found.sentiment ? fmt::format("{:.2f}", score_told(*found.sentiment)) : "",
                       csv_cell(values_cell(found)), found.kind ? id_of(found.kind->label) : "",
                       csv_cell(groups_cell(found)), csv_cell(found.language),
                       csv_cell(text_among_others(post)), post.quotable ? "no" : "yes",
                       post.machine ? "yes" : "no", csv_cell(author_alias(post.author_key)));
  }
  return csv;
}

std::string exported_csv_head() {
  return "id,network,author,created_at,edited_at,language,tags,text,refuses_quotation,sentiment,score,values,kind,groups,language_found\r\n";
}

std::string exported_csv_row(const store::StoredPost& post, std::string_view id, std::string_view author) {
  const Classification& found = post.classification;
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_cell(id), csv_cell(post.network),
                     csv_cell(author), post.created_at ? format_utc(*post.created_at) : "",
                     post.edited_at ? format_utc(*post.edited_at) : "", csv_cell(post.language),
                     csv_cell(tag_list(post.tags)), csv_cell(text_among_others(post)),
                     post.quotable ? "no" : "yes", found.sentiment ? id_of(found.sentiment->label) : "",
                     found.sentiment ? fmt::format("{:.2f}", score_told(*found.sentiment)) : "",
                     csv_cell(values_cell(found)), found.kind ? id_of(found.kind->label) : "",
                     csv_cell(groups_cell(found)), csv_cell(found.language));
}

}  // namespace nhs::report
