#include "collector/sources/json_template.h"

#include <set>

#include "collector/sources/web_address.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

using config::Placeholder;

std::string escaped(const std::string& value, Placeholder placeholder, Escape escape) {
  if (escape == Escape::none || placeholder == Placeholder::url) return value;
  if (escape == Escape::url) return percent_encoded(value);
  JsonWriter json;
  json.text(value);
  return std::string{json.str().substr(1, json.str().size() - 2)};
}

std::string value_of(const TemplateValues& values, Placeholder placeholder) {
  const auto found = values.find(placeholder);
  return found == values.end() ? std::string{} : found->second;
}

}  // namespace

std::string rendered(const config::ServiceTemplate& text, const TemplateValues& values, Escape escape) {
  std::set<int> left_out;
  for (const config::TemplatePiece& piece : text)
    if (piece.option > 0 && piece.is_placeholder && value_of(values, piece.placeholder).empty())
      left_out.insert(piece.option);
  std::string whole;
  for (const config::TemplatePiece& piece : text) {
    if (left_out.count(piece.option) > 0) continue;
    whole += piece.is_placeholder ? escaped(value_of(values, piece.placeholder), piece.placeholder, escape)
                                  : piece.text;
  }
  return whole;
}

}  // namespace nhs::collector
