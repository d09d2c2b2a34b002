#include "report/deletion_words.h"

#include <algorithm>

namespace nhs::report {
namespace {

constexpr DeletionWords kOfAll{
    .what_is_done = "A post that is deleted on its network is deleted here.",
    .edits = "edits upstream are followed",
    .measures =
        "posts are looked for again, the newest more often, or all within a day; what is gone twice, an hour apart, "
        "is erased, and a ledger without content proves it",
    .risk_left = "low",
    .how_long = "its text goes once that is known, at the latest with the next round of rechecks",
    .rectification = "the text follows the post on its network",
    .need_to_ask =
        "Whoever deletes a post on its network, or takes the hashtag out of it, need not ask: that is followed.",
};

constexpr DeletionWords kOfSome{
    .what_is_done =
        "A post that is deleted on its network is deleted here, where the table of sources says that deletions are "
        "followed; any other stays until its time is over, or until somebody asks for it to be erased.",
    .edits =
        "edits upstream are followed where the table of sources says so, elsewhere at most as posts are read again",
    .measures =
        "where the table of sources says that deletions are followed, posts are looked for again, the newest more "
        "often, or all within a day; what is gone twice, an hour apart, is erased, and a ledger without content "
        "proves it",
    .risk_left =
        "low where deletions are followed; medium elsewhere: there a post stays until its time is over",
    .how_long =
        "where the table of sources says that deletions are followed, its text goes once that is known, at the "
        "latest with the next round of rechecks; elsewhere it may stay until its time is over",
    .rectification = "the text follows the post on its network where the table of sources says so",
    .need_to_ask =
        "Whoever deletes a post on its network, or takes the hashtag out of it, need not ask where the table of "
        "sources says that deletions are followed; elsewhere they have to.",
};

constexpr DeletionWords kOfNone{
    .what_is_done =
        "Nothing is looked for again: a post that is deleted on its network stays here until its time is over, or "
        "until somebody asks for it to be erased.",
    .edits = "edits upstream are followed at most as posts are read again",
    .measures =
        "no source in the table follows deletions: texts go when their time is over, and a post is erased when "
        "somebody asks",
    .risk_left = "medium: such a post stays until its time is over",
    .how_long = "it may stay until its time is over: no source follows deletions",
    .rectification = "what was edited on its network is followed at most as posts are read again",
    .need_to_ask =
        "Whoever deletes a post on its network, or takes the hashtag out of it, has to ask for it to be erased here "
        "too: that is not followed.",
};

}  // namespace

const DeletionWords& deletion_words(const Processing& processing) {
  const auto& sources = processing.sources;
  const auto follows = [](const ProcessedSource& each) { return each.follows_deletions; };
  if (std::none_of(sources.begin(), sources.end(), follows)) return kOfNone;
  return std::all_of(sources.begin(), sources.end(), follows) ? kOfAll : kOfSome;
}

}  // namespace nhs::report
