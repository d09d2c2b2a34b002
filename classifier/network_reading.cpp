#include "classifier/network_reading.h"

#include <algorithm>
#include <cmath>

#include "classifier/network_loops.h"

namespace nhs::classifier {

void NetworkReading::read(const WordNetwork& network, const std::vector<WordItem>& items) {
  network_ = &network;
  items_ = &items;
  clauses_active_ = shared_ = false;
  const NetworkShape& shape = network.shape();
  const std::size_t features = shape.features();
  activations_.assign(shape.units(), 0);
  active_.resize(shape.units());
  clauses_ = active_count_ = 0;
  if (!items.empty()) {
    look_up_rows();
    pool_clauses();
    const NetworkParameters& numbers = network.parameters();
    activate(top_.data(), numbers.table_scale.data(), numbers.bias.data(), features, activations_.data());
    list_active(0, features);
  }
  active_features_ = active_count_;
  activate_hidden();
}

void NetworkReading::list_active(std::size_t first, std::size_t last) {
  std::uint16_t* active = active_.data();
  const float* activations = activations_.data();
  std::size_t count = active_count_;
  for (std::size_t i = first; i < last; ++i) {
    active[count] = static_cast<std::uint16_t>(i);
    count += activations[i] > 0 ? 1 : 0;
  }
  active_count_ = count;
}

void NetworkReading::activate_hidden() {
  const NetworkShape& shape = network_->shape();
  const NetworkParameters& numbers = network_->parameters();
  float* hidden = activations_.data() + shape.features();
  std::copy(numbers.hidden_bias.begin(), numbers.hidden_bias.end(), hidden);
  for (std::size_t block = 0; block < shape.hidden; block += kFilterBlock)
    add_weighted(active_.data(), active_features_, activations_.data(), numbers.hidden.data() + block,
                 shape.hidden, hidden + block);
  for (std::size_t i = 0; i < shape.hidden; ++i) hidden[i] = std::max(0.0F, hidden[i]);
  list_active(shape.features(), shape.units());
}

void NetworkReading::look_up_rows() {
  const std::size_t row_bytes = network_->shape().row_bytes(), past_end = network_->shape().widths - 1;
  rows_.resize(items_->size() + past_end);
  tokens_.resize(items_->size() + past_end);
  const std::int8_t** rows = rows_.data();
  std::uint32_t* tokens = tokens_.data();
  for (const WordItem& item : *items_) {
    const std::int8_t* row = network_->row_of(item.fingerprint);
    *rows++ = row;
    *tokens++ = item.token;
    constexpr std::size_t cache_line = 64;
    for (std::size_t i = 0; i < row_bytes; i += cache_line) __builtin_prefetch(row + i);
  }
  std::fill_n(rows, past_end, network_->empty_row());
  std::fill_n(tokens, past_end, items_->back().token);
}

void NetworkReading::pool_clauses() {
  const std::size_t features = network_->shape().features();
  top_.assign(features, INT16_MIN);
  at_.assign(features, 0);
  const std::vector<WordItem>& items = *items_;
  for (std::size_t first = 0; first < items.size(); ++clauses_) {
    std::size_t last = first + 1;
    while (last < items.size() && items[last].clause == items[first].clause) ++last;
    if (clause_top_.size() < (clauses_ + 1) * features) clause_top_.resize((clauses_ + 1) * features);
    pool(network_->shape(), rows_.data(), first, last, &clause_top_[clauses_ * features], top_.data(),
         at_.data());
    first = last;
  }
}

void NetworkReading::add_scores(Scores& scores) const {
  for (std::size_t c = 0; c < scores.size(); ++c) scores[c] += network_->biases()[c];
  static_assert(column::row == kFilterBlock);
  add_weighted(active_.data(), active_count_, activations_.data(), network_->heads_by_unit(), column::row,
               scores.data());
}

void NetworkReading::activate_clauses() {
  if (clauses_active_) return;
  clauses_active_ = true;
  const std::size_t features = network_->shape().features();
  const NetworkParameters& numbers = network_->parameters();
  if (clause_activations_.size() < clauses_ * features) clause_activations_.resize(clauses_ * features);
  for (std::size_t clause = 0; clause < clauses_; ++clause)
    activate(&clause_top_[clause * features], numbers.table_scale.data(), numbers.bias.data(), features,
             &clause_activations_[clause * features]);
}

void NetworkReading::add_direction(Value value, DirectionLogits& logits) {
  const std::size_t features = network_->shape().features();
  const std::size_t first = index_of(value) * count_of<Direction>;
  for (std::size_t d = 0; d < logits.size(); ++d) {
    const std::size_t column = network_column::direction_of_text + first + d;
    logits[d] += network_->head_bias_of(column);
    if (const float* head = network_->head_of(column); head != nullptr)
      logits[d] += dot(activations_.data(), head, network_->shape().units());
  }
  activate_clauses();
  const float* speaks = network_->head_of(column::value + index_of(value));
  attention_.assign(clauses_, 0);
  for (std::size_t c = 0; c < clauses_ && speaks != nullptr; ++c)
    attention_[c] = dot(&clause_activations_[c * features], speaks, features);
  const float most = attention_.empty() ? 0.0F : *std::max_element(attention_.begin(), attention_.end());
  float sum = 0;
  for (float& part : attention_) sum += part = std::exp(part - most);
  for (std::size_t d = 0; d < logits.size(); ++d) {
    const float* head = network_->head_of(network_column::direction_of_clause + first + d);
    for (std::size_t c = 0; c < clauses_ && head != nullptr; ++c)
      logits[d] += attention_[c] / sum * dot(&clause_activations_[c * features], head, features);
  }
}

template <std::size_t width>
std::size_t NetworkReading::share_out_width(std::size_t from) {
  const std::size_t filters = network_->shape().filters;
  const std::size_t first_feature = (width - 1) * filters, first_tap = width * (width - 1) / 2;
  const std::size_t count = active_features_, items = items_->size();
  const std::uint16_t* active = active_.data();
  const std::int8_t* const* rows = rows_.data();
  const std::uint32_t* tokens = tokens_.data();
  Share* share = shares_.data() + share_count_;
  for (; from < count && active[from] < first_feature + filters; ++from) {
    const std::size_t feature = active[from], tap = first_tap * filters + feature - first_feature;
    const auto first = static_cast<std::size_t>(at_[feature]);
    std::array<int, width> raised;
    int sum = 0;
    for (std::size_t place = 0; place < width; ++place)
      sum += raised[place] = std::max<int>(0, rows[first + place][tap + place * filters]);
    for (std::size_t place = 0; sum == 0 && first + place < items && place < width; ++place)
      raised[place] = 1;
    if (sum == 0) sum = static_cast<int>(std::min(width, items - first));
    const float unit = activations_[feature] / static_cast<float>(sum);
    for (std::size_t place = 0; place < width; ++place) {
      *share = {tokens[first + place], static_cast<std::uint32_t>(feature),
                unit * static_cast<float>(raised[place])};
      share += raised[place] > 0 ? 1 : 0;
    }
  }
  share_count_ = static_cast<std::size_t>(share - shares_.data());
  return from;
}

void NetworkReading::share_out() {
  if (shared_) return;
  shared_ = true;
  share_count_ = 0;
  // One more: each is written before it is known whether it counts.
  const std::size_t most = network_->shape().features() * network_->shape().widths + 1;
  if (shares_.size() < most) shares_.resize(most);
  static_assert(kMostWidths == 8);
  std::size_t done = share_out_width<1>(0);
  done = share_out_width<2>(done);
  done = share_out_width<3>(done);
  done = share_out_width<4>(done);
  done = share_out_width<5>(done);
  done = share_out_width<6>(done);
  done = share_out_width<7>(done);
  share_out_width<8>(done);
}

void NetworkReading::add_contributions(std::size_t column, std::vector<float>& of_token) {
  const float* head = network_->head_of(column);
  if (head == nullptr) return;
  share_out();
  weigh_features(head);
  const float* weights = feature_weights_.data();
  float* into = of_token.data();
  const Share* end = shares_.data() + share_count_;
  for (const Share* share = shares_.data(); share != end; ++share)
    into[share->token] += weights[share->feature] * share->part;
}

void NetworkReading::weigh_features(const float* head) {
  const std::size_t features = network_->shape().features();
  feature_weights_.assign(head, head + features);
  open_.clear();
  for (std::size_t i = active_features_; i < active_count_; ++i)
    open_.push_back(static_cast<std::uint16_t>(active_[i] - features));
  if (open_.empty()) return;  // A network without hidden units has no weights of theirs either.
  for (std::size_t block = 0; block < features; block += kFilterBlock)
    add_weighted(open_.data(), open_.size(), head + features, network_->hidden_by_unit() + block, features,
                 &feature_weights_[block]);
}

}  // namespace nhs::classifier
