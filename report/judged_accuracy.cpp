#include "report/judged_accuracy.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace nhs::report {
namespace {

const store::SampleDraw* draw_of(const store::JudgedSample& sample, const store::JudgedPost& post) {
  const auto at = std::find_if(sample.draws.begin(), sample.draws.end(),
                               [&](const store::SampleDraw& draw) { return draw.id == post.draw; });
  return at == sample.draws.end() ? nullptr : &*at;
}

bool is_of(const store::JudgedSample& sample, const store::JudgedPost& post, const std::string& selection) {
  const store::SampleDraw* const draw = draw_of(sample, post);
  return draw != nullptr && draw->selection == selection;
}

evaluation::Comparison weighted(evaluation::Comparison text, const store::JudgedPost& post) {
  text.weight = post.weight;
  text.stratum = static_cast<std::size_t>(post.draw) * store::kStrata + store::index_of(post.stratum);
  return text;
}

std::string name_of_reader(const std::string& reader) { return reader.empty() ? "unnamed" : reader; }

}  // namespace

std::vector<std::string> judged_selections(const store::JudgedSample& sample) {
  std::vector<std::string> selections;
  for (const store::JudgedPost& post : sample.posts)
    if (const store::SampleDraw* draw = draw_of(sample, post)) selections.push_back(draw->selection);
  std::sort(selections.begin(), selections.end());
  selections.erase(std::unique(selections.begin(), selections.end()), selections.end());
  return selections;
}

std::vector<evaluation::Comparison> judged_comparisons(const store::JudgedSample& sample,
                                                       const std::string& selection,
                                                       const MachineWord& machine) {
  std::vector<evaluation::Comparison> texts;
  for (const store::JudgedPost& post : sample.posts)
    if (is_of(sample, post, selection))
      texts.push_back(weighted(evaluation::compared(post.judgements.front().label, machine(post)), post));
  return texts;
}

std::vector<ReaderPair> reader_pairs(const store::JudgedSample& sample) {
  std::map<std::pair<std::string, std::string>, std::vector<evaluation::Comparison>> pairs;
  for (const store::JudgedPost& post : sample.posts)
    for (const store::Judgement& one : post.judgements)
      for (const store::Judgement& other : post.judgements) {
        if (!(one.reader < other.reader)) continue;
        evaluation::Comparison text;
        text.people = one.label;
        text.found = other.label;
        pairs[{one.reader, other.reader}].push_back(std::move(text));
      }
  std::vector<ReaderPair> readers;
  for (auto& [names, posts] : pairs)
    readers.push_back({name_of_reader(names.first), name_of_reader(names.second), std::move(posts)});
  return readers;
}

std::string accuracy_sentence(const store::JudgedSample& sample, const std::string& model, bool with_advice) {
  std::vector<evaluation::Comparison> texts;
  for (const store::JudgedPost& post : sample.posts) {
    if (post.model != model || !is_of(sample, post, "")) continue;
    evaluation::Comparison text;
    text.people = post.judgements.front().label;
    text.found = post.machine;
    texts.push_back(weighted(std::move(text), post));
  }
  if (texts.empty())
    return fmt::format("How right {} is, nobody has judged on a random sample of all posts{}.",
                       model.empty() ? "the model" : "model " + model,
                       with_advice ? ": nhsvalues label --sample 200 serves one" : "");
  const evaluation::Accuracy accuracy = evaluation::accuracy_of(texts);
  std::string sentence = fmt::format("Judged by people on {} {} sampled at random", texts.size(),
                                     texts.size() == 1 ? "post" : "posts");
  if (!accuracy.enough())
    return fmt::format("{}: too few to tell how right it is ({} are needed).", sentence,
                       evaluation::kFewestTexts);
  std::string_view separator = ": ";
  for (const std::string_view id : {"values_macro_f1", "direction_right", "sentiment_accuracy"}) {
    const evaluation::Measure* const measure = evaluation::find_measure(accuracy, id);
    if (measure == nullptr) continue;
    sentence += fmt::format("{}{} {:.2f} ({:.2f} to {:.2f})", separator, measure->name,
                            measure->estimate.value, measure->estimate.low, measure->estimate.high);
    separator = ", ";
  }
  return sentence + ".";
}

}  // namespace nhs::report
