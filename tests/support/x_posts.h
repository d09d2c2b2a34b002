#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/time.h"

namespace nhs::test {

/// Which names X's answers use: those to version 2.166 of its description or those since.
enum class XNames : std::uint8_t { tweet, post };

/// A post as somebody wrote it on X. Its hashtags and links are those in the text.
struct XTestPost {
  std::string text;
  UtcTime created_at{};
  std::string author = "amy";
  /// `und` and codes of X's own where it is no language.
  std::string language = "en";
  /// Ids of other posts; empty for none.
  std::string in_reply_to = {};
  std::string quotes = {};
  std::string retweets = {};
  /// An advertisement that only its audience sees.
  bool nullcast = false;
  /// With a picture, to which a link at the text's end leads.
  bool picture = false;
  /// Taken down over a copyright complaint; X shows it all the same.
  bool withheld = false;
};

/// A post on X with the ids of all its versions, oldest first: each edit has one of its own.
struct XStoredPost {
  XTestPost post;
  std::vector<std::uint64_t> versions;
  std::uint64_t newest() const { return versions.back(); }
};

/// The id of a post of that moment: milliseconds since X's epoch << 22 | the serial's low 22 bits.
std::uint64_t x_snowflake(UtcTime created_at, std::uint64_t serial);
/// The moment of an id, in milliseconds since 1970.
std::int64_t x_snowflake_milliseconds(std::uint64_t id);

/// An account's number, always the same for a name.
std::string x_account_id(const std::string& username);

/// What a search asks to be told of each post. `id`, `text` and the edit history come unasked.
struct XFields {
  XNames names = XNames::tweet;
  bool author = false;
  bool others = false;  ///< date, language, entities, references, the whole of a long text
};

/// A post as X's API shows it: links shortened, `&`, `<` and `>` escaped, a long text cut with the whole of
/// it beside.
void write_x_post(JsonWriter& json, const XStoredPost& stored, const XFields& fields);

/// All posts on X. Not thread-safe. Ids are those of any version; one that is not there is a mistake in the
/// test (std::logic_error).
class XPosts {
 public:
  /// Of several posts of one second, the later published has the greater id. The id of its first version.
  std::string publish(const XTestPost& post);

  /// The new version's id. X allows five edits within half an hour.
  std::string edit(const std::string& id, const std::string& text, UtcTime at);
  bool may_edit(const std::string& id, UtcTime at) const;

  void remove(const std::string& id);

  /// The account shows its posts to its followers only, or to all again.
  void protect(const std::string& author, bool is_protected = true);

  /// What a search can find, newest version first.
  std::vector<const XStoredPost*> newest_first() const;

 private:
  using ByFirstVersion = std::map<std::uint64_t, XStoredPost>;
  ByFirstVersion::const_iterator find(const std::string& id) const;

  ByFirstVersion posts_;
  std::map<std::uint64_t, std::uint64_t> first_of_;
  std::map<std::string, bool> protected_;
  std::uint64_t serial_ = 0;
};

}  // namespace nhs::test
