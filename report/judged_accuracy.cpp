#include "report/judged_accuracy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "report/finding_name.h"
#include "report/percent.h"

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

bool is_gone(const store::JudgedPost& post, const std::string& model) {
  return post.purged && post.model != model;
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

/// What of a label people may have left out. Directions go with their values.
struct Aspect {
  std::string_view name;  ///< as AspectAccuracy has it, and as ids of measures begin
  bool (*is_judged)(const Label&);
};
constexpr std::array<Aspect, 4> kAspects = {{
    {"values", [](const Label& label) { return label.values.has_value(); }},
    {"sentiment", [](const Label& label) { return label.sentiment.has_value(); }},
    {"kind", [](const Label& label) { return label.kind.has_value(); }},
    {"groups", [](const Label& label) { return label.groups.has_value(); }},
}};

/// Which aspect a measure, a table of labels or a kappa is of; empty for what is of all texts.
std::string_view aspect_of(std::string_view id) {
  if (id.find("direction") != std::string_view::npos) return "values";
  for (const Aspect& aspect : kAspects)
    if (id.substr(0, aspect.name.size()) == aspect.name) return aspect.name;
  return {};
}

/// Puts the numbers of an aspect in the place of those there were.
template <typename Each, typename IdOf>
void replace_those_of(std::string_view aspect, std::vector<Each>& all, const std::vector<Each>& part,
                      const IdOf& id) {
  const auto is_of = [&](const Each& each) { return aspect_of(id(each)) == aspect; };
  const auto place = std::find_if(all.begin(), all.end(), is_of) - all.begin();
  std::erase_if(all, is_of);
  std::vector<Each> anew;
  std::copy_if(part.begin(), part.end(), std::back_inserter(anew), is_of);
  all.insert(all.begin() + std::min<std::ptrdiff_t>(place, std::ssize(all)), anew.begin(), anew.end());
}

/// With more of all posts in strata that nobody judged, a number would not be one of all posts.
constexpr std::int64_t kMostNotJudged = 20;  ///< one in so many

NotJudged not_judged_beside(const store::JudgedSample& sample,
                            const std::vector<const store::JudgedPost*>& posts) {
  std::array<bool, store::kStrata> is_judged{};
  const store::SampleDraw* newest = nullptr;
  for (const store::JudgedPost* post : posts) {
    is_judged.at(store::index_of(post->stratum)) = true;
    const store::SampleDraw* const draw = draw_of(sample, *post);
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

evaluation::Accuracy accuracy_by_aspect(const store::JudgedSample& sample,
                                        const std::vector<Judged>& judged) {
  evaluation::Accuracy all = evaluation::accuracy_of(weighed(sample, judged));
  for (const Aspect& aspect : kAspects) {
    std::vector<Judged> part;
    std::vector<const store::JudgedPost*> posts;
    for (const Judged& each : judged)
      if (aspect.is_judged(each.text.people)) {
        part.push_back(each);
        posts.push_back(each.post);
      }
    if (part.size() == judged.size()) continue;
    const NotJudged left_out = not_judged_beside(sample, posts);
    const bool can_be_told = !part.empty() && left_out.posts * kMostNotJudged <= left_out.of;
    const evaluation::Accuracy own =
        can_be_told ? evaluation::accuracy_of(weighed(sample, std::move(part))) : evaluation::Accuracy{};
    const auto id_of_measure = [](const evaluation::Measure& measure) { return measure.id; };
    replace_those_of(aspect.name, all.measures, own.measures, id_of_measure);
    replace_those_of(aspect.name, all.kappas, own.kappas, id_of_measure);
    replace_those_of(aspect.name, all.aspects, own.aspects,
                     [](const evaluation::AspectAccuracy& labels) { return labels.aspect; });
  }
  return all;
}

std::vector<Judged> held_against_machine(const store::JudgedSample& sample, const std::string& selection,
                                         const MachineWord& machine) {
  std::vector<Judged> judged;
  for (const store::JudgedPost& post : sample.posts)
    if (is_of(sample, post, selection)) {
      const Label& people = post.judgements.front().label;
      judged.push_back({&post, post.purged ? held_against(post, people, post.machine)
                                           : evaluation::compared(people, machine(post))});
      judged.back().text.stratum = store::index_of(post.stratum);
    }
  return judged;
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

store::JudgedSample answerable(store::JudgedSample sample, const std::string& model) {
  const auto gone = [&](const store::JudgedPost& post) { return is_gone(post, model); };
  sample.posts.erase(std::remove_if(sample.posts.begin(), sample.posts.end(), gone), sample.posts.end());
  return sample;
}

std::size_t not_answerable(const store::JudgedSample& sample, const std::string& selection,
                           const std::string& model) {
  const auto left_out = [&](const store::JudgedPost& post) {
    return is_gone(post, model) && is_of(sample, post, selection);
  };
  return static_cast<std::size_t>(std::count_if(sample.posts.begin(), sample.posts.end(), left_out));
}

std::vector<evaluation::Comparison> judged_comparisons(const store::JudgedSample& sample,
                                                       const std::string& selection,
                                                       const MachineWord& machine) {
  return weighed(sample, held_against_machine(sample, selection, machine));
}

evaluation::Accuracy judged_accuracy(const store::JudgedSample& sample, const std::string& selection,
                                     const MachineWord& machine) {
  return accuracy_by_aspect(sample, held_against_machine(sample, selection, machine));
}

NotJudged not_judged(const store::JudgedSample& sample, const std::string& selection,
                     const std::string& model) {
  std::vector<const store::JudgedPost*> posts;
  for (const store::JudgedPost& post : sample.posts)
    if (is_of(sample, post, selection) && (model.empty() || post.model == model)) posts.push_back(&post);
  return not_judged_beside(sample, posts);
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
  if (judged.empty())
    return fmt::format("How right {} is, nobody has judged on a random sample of all posts{}.",
                       model.empty() ? "the model" : "model " + model,
                       with_advice ? ": nhsvalues label --sample 200 serves one" : "");
  const evaluation::Accuracy accuracy = accuracy_by_aspect(sample, judged);
  std::string sentence = fmt::format("Judged by people on {} {} sampled at random", judged.size(),
                                     judged.size() == 1 ? "post" : "posts");
  if (!accuracy.enough())
    return fmt::format("{}: too few to tell how right it is ({} are needed).", sentence,
                       evaluation::kFewestTexts);
  const NotJudged left_out = not_judged(sample, "", model);
  if (!left_out.strata.empty())
    sentence += fmt::format(", none of them {}", strata_in_words(left_out.strata));
  if (left_out.posts * kMostNotJudged > left_out.of)
    return sentence + ": how right the program is on all posts cannot be told.";
  std::string_view separator = ": ";
  const auto tell = [&](std::string_view id, auto in_words) {
    const evaluation::Measure* const measure = evaluation::find_measure(accuracy, id);
    if (measure == nullptr) return;
    sentence += fmt::format("{}{}", separator, in_words(measure->estimate));
    separator = ", ";
  };
  const auto right = [](std::string_view what, std::string_view of) {
    return [what, of](const evaluation::Estimate& share) {
      return fmt::format("{} is right in {} ({} to {}) of {}", what, percent(share.value),
                         hundredths_in_words(share.low), percent(share.high), of);
    };
  };
  tell("values_macro_f1", [](const evaluation::Estimate& f1) {
    return fmt::format(
        "it finds values as people do to {:.2f} ({:.2f} to {:.2f}) on a scale from 0 to 1 (macro-F1)",
        f1.value, f1.low, f1.high);
  });
  tell("direction_right", right("their direction", "those found"));
  tell("sentiment_accuracy", right("the sentiment", "posts"));
  return sentence + ".";
}

}  // namespace nhs::report
