#include "report/judged_accuracy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "report/finding_name.h"

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

evaluation::Comparison held_against(const store::JudgedPost& post, const Label& people, const Label& found) {
  return {.people = people, .found = found, .stratum = store::index_of(post.stratum)};
}

/// What is held against a judged post.
struct Judged {
  const store::JudgedPost* post;
  evaluation::Comparison text;
};

/// Weighs texts of one model by the newest draw of theirs; how many posts they stand for. Counted over these
/// texts alone, for of a stratum two readers, or one model, have seen a part.
double weigh(const store::JudgedSample& sample, const std::vector<Judged*>& judged) {
  const Judged* const newest =
      *std::max_element(judged.begin(), judged.end(),
                        [](const auto* a, const auto* b) { return a->post->draw < b->post->draw; });
  const store::SampleDraw& draw = *draw_of(sample, *newest->post);
  std::array<std::size_t, store::kStrata> texts{};
  for (const Judged* each : judged) ++texts.at(each->text.stratum);
  double posts = 0;
  for (Judged* each : judged) {
    each->text.weight = static_cast<double>(draw.strata.at(each->text.stratum).population) /
                        static_cast<double>(texts.at(each->text.stratum));
    posts += each->text.weight;
  }
  return posts;
}

/// A stratum is what the model in force at the draw found. So one model's populations say nothing of what
/// another's strata weigh: each model's texts are strata of their own, and together weigh as much as their
/// share of all texts.
std::vector<evaluation::Comparison> weighed(const store::JudgedSample& sample, std::vector<Judged> judged) {
  std::map<std::string, std::vector<Judged*>> by_model;
  for (Judged& each : judged) by_model[each.post->model].push_back(&each);
  const auto share = [&](const std::vector<Judged*>& part) {
    return static_cast<double>(part.size()) / static_cast<double>(judged.size());
  };
  std::map<std::string, double> posts;
  double all_posts = 0;
  for (const auto& [model, part] : by_model) {
    posts[model] = weigh(sample, part);
    all_posts += posts[model] * share(part);
  }
  std::size_t first_stratum = 0;
  for (const auto& [model, part] : by_model) {
    for (Judged* each : part) {
      if (posts[model] > 0) each->text.weight *= share(part) * all_posts / posts[model];
      each->text.stratum += first_stratum;
    }
    first_stratum += store::kStrata;
  }
  std::vector<evaluation::Comparison> texts;
  texts.reserve(judged.size());
  for (Judged& each : judged) texts.push_back(std::move(each.text));
  return texts;
}

/// With more of all posts in strata that nobody judged, a number would not be one of all posts.
constexpr std::int64_t kMostNotJudged = 20;  ///< one in so many

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
  std::vector<Judged> judged;
  for (const store::JudgedPost& post : sample.posts)
    if (is_of(sample, post, selection)) {
      judged.push_back({&post, evaluation::compared(post.judgements.front().label, machine(post))});
      judged.back().text.stratum = store::index_of(post.stratum);
    }
  return weighed(sample, std::move(judged));
}

NotJudged not_judged(const store::JudgedSample& sample, const std::string& selection,
                     const std::string& model) {
  std::array<bool, store::kStrata> is_judged{};
  const store::SampleDraw* newest = nullptr;
  for (const store::JudgedPost& post : sample.posts) {
    if (!is_of(sample, post, selection) || (!model.empty() && post.model != model)) continue;
    is_judged.at(store::index_of(post.stratum)) = true;
    const store::SampleDraw* const draw = draw_of(sample, post);
    if (newest == nullptr || draw->id > newest->id) newest = draw;
  }
  NotJudged found;
  if (newest == nullptr) return found;
  for (std::size_t i = 0; i < store::kStrata; ++i) {
    const std::int64_t population = newest->strata.at(i).population;
    found.of += population;
    if (is_judged.at(i) || population == 0) continue;
    found.strata.push_back(store::stratum_at(i));
    found.posts += population;
  }
  return found;
}

std::string strata_in_words(const std::vector<store::Stratum>& strata) {
  std::string words;
  for (std::size_t i = 0; i < strata.size(); ++i) {
    words += i == 0 ? "" : i + 1 == strata.size() ? " or " : ", ";
    if (!strata[i]) {
      words += "without a value";
      continue;
    }
    std::string name{plain_name_of(*strata[i])};
    name.front() = static_cast<char>(name.front() - 'A' + 'a');
    words += "on " + name;
  }
  return words;
}

std::vector<ReaderPair> reader_pairs(const store::JudgedSample& sample) {
  using Key = std::tuple<std::string, std::string, std::string>;
  std::map<Key, std::vector<Judged>> pairs;
  for (const store::JudgedPost& post : sample.posts) {
    const store::SampleDraw* const draw = draw_of(sample, post);
    if (draw == nullptr) continue;
    for (const store::Judgement& one : post.judgements)
      for (const store::Judgement& other : post.judgements)
        if (one.reader < other.reader)
          pairs[{draw->selection, one.reader, other.reader}].push_back(
              {&post, held_against(post, one.label, other.label)});
  }
  std::vector<ReaderPair> readers;
  for (auto& [key, posts] : pairs) {
    const auto& [selection, one, other] = key;
    readers.push_back(
        {selection, name_of_reader(one), name_of_reader(other), weighed(sample, std::move(posts))});
  }
  return readers;
}

std::string accuracy_sentence(const store::JudgedSample& sample, const std::string& model, bool with_advice) {
  if (model.empty() && !sample.posts.empty())
    return "The program has judged no post of these times. How right it is with others, a report on them says.";
  std::vector<Judged> judged;
  for (const store::JudgedPost& post : sample.posts)
    if (post.model == model && is_of(sample, post, ""))
      judged.push_back({&post, held_against(post, post.judgements.front().label, post.machine)});
  const std::vector<evaluation::Comparison> texts = weighed(sample, std::move(judged));
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
  const NotJudged left_out = not_judged(sample, "", model);
  if (!left_out.strata.empty())
    sentence += fmt::format(", none of them {}", strata_in_words(left_out.strata));
  if (left_out.posts * kMostNotJudged > left_out.of)
    return sentence + ": how right the program is on all posts cannot be told.";
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
