#include "bench/collector/full_page.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "core/json.h"

namespace nhs::bench {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// Of the same length where that can be, for ids are compared by it.
std::string varied(const std::string& post, const std::string& id, int number) {
  const std::string stem = id.size() > 5 ? id.substr(0, id.size() - 3) : id;
  return replaced(post, id, fmt::format("{}{}", stem, 100 + number));
}

JsonView at(JsonView value, const std::vector<std::string>& path) {
  for (const std::string& member : path) value = value[member];
  return value;
}

}  // namespace

std::string fixture(const std::string& name) {
  std::ifstream file(std::string{NHS_FIXTURES} + "/" + name, std::ios::binary);
  if (!file) throw std::runtime_error("no fixture " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string full_json_page(const std::string& name, const std::vector<std::string>& list,
                           const std::vector<std::string>& id, int posts) {
  const auto document = JsonDocument::parse(fixture(name));
  const JsonView few = at(document->root(), list);
  const JsonView id_value = at(few.at(0), id);
  const std::string known_id = id_value.text() ? id_value.text_or_empty() : id_value.to_text();
  std::string many;
  for (int i = 0; i < posts; ++i)
    many += (many.empty() ? "[" : ",") + varied(few.at(0).to_text(), known_id, i);
  return replaced(document->root().to_text(), few.to_text(), many + "]");
}

std::string full_xml_page(const std::string& name, const std::string& element, const std::string& id,
                          int posts) {
  const std::string document = fixture(name);
  const std::string closing = "</" + element + ">";
  const std::size_t begin = document.find("<" + element);
  const std::size_t first_end = document.find(closing, begin) + closing.size();
  const std::size_t last_end = document.rfind(closing) + closing.size();
  std::string many;
  for (int i = 0; i < posts; ++i) many += varied(document.substr(begin, first_end - begin), id, i);
  return document.substr(0, begin) + many + document.substr(last_end);
}

}  // namespace nhs::bench
