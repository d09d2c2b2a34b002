#include "store/migrations.h"

#include <fmt/format.h>

#include "store/property_rollup.h"
#include "store/rollups.h"

namespace nhs::store {
namespace {

// The letters "nhsv", in the header of every file of ours.
constexpr std::int64_t kApplicationId = 0x6e687376;

constexpr std::string_view kFirstSchema = R"sql(
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE network (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE source  (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE model   (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE author  (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE CHECK (length(key) = 32)) STRICT;

CREATE TABLE tag (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE,
  folded TEXT NOT NULL
) STRICT;
CREATE INDEX tag_by_folded ON tag (folded);

CREATE TABLE post (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  network_id       INTEGER NOT NULL REFERENCES network,
  key              BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
  url_key          BLOB CHECK (length(url_key) = 32),
  reply_key        BLOB CHECK (length(reply_key) = 32),
  author_id        INTEGER REFERENCES author,
  text_key         INTEGER NOT NULL,
  sealed           BLOB,
  text             TEXT,
  stated_language  TEXT NOT NULL,
  created_at       INTEGER,
  edited_at        INTEGER,
  first_seen_at    INTEGER NOT NULL,
  withdrawn_at     INTEGER,
  day              INTEGER,
  model_id         INTEGER NOT NULL REFERENCES model,
  language         TEXT,
  unclassified     INTEGER CHECK (unclassified BETWEEN 0 AND 1),
  sentiment        INTEGER CHECK (sentiment BETWEEN 0 AND 2),
  positive         REAL CHECK (positive BETWEEN 0 AND 1),
  neutral          REAL CHECK (neutral BETWEEN 0 AND 1),
  negative         REAL CHECK (negative BETWEEN 0 AND 1),
  kind             INTEGER CHECK (kind BETWEEN 0 AND 4),
  kind_probability REAL CHECK (kind_probability BETWEEN 0 AND 1),
  findings         INTEGER NOT NULL CHECK (findings BETWEEN 0 AND 262143),
  CHECK ((day IS NULL) = (created_at IS NULL)),
  CHECK (withdrawn_at IS NOT NULL OR language IS NOT NULL),
  CHECK (withdrawn_at IS NOT NULL OR (unclassified IS NULL) <> (sentiment IS NULL)),
  CHECK (unclassified IS NULL OR findings = 0)
) STRICT;
-- withdrawn_at, though NULL in every entry, leads these because SQLite 3.40 would else look each row up for it.
CREATE INDEX post_by_time ON post (withdrawn_at, created_at) WHERE withdrawn_at IS NULL;
CREATE INDEX post_by_day  ON post (withdrawn_at, day, network_id, sentiment, findings, author_id, text_key)
  WHERE withdrawn_at IS NULL AND day IS NOT NULL;
CREATE INDEX post_by_text ON post (withdrawn_at, text_key) WHERE withdrawn_at IS NULL AND text_key <> 0;
CREATE INDEX post_by_url  ON post (url_key) WHERE url_key IS NOT NULL;

CREATE TABLE post_value (
  post_id     INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
  value       INTEGER NOT NULL CHECK (value BETWEEN 0 AND 5),
  direction   INTEGER NOT NULL CHECK (direction BETWEEN 0 AND 2),
  probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
  PRIMARY KEY (post_id, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_group (
  post_id   INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
  inclusion INTEGER NOT NULL CHECK (inclusion BETWEEN 0 AND 3),
  PRIMARY KEY (post_id, inclusion)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_tag (
  post_id INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
  place   INTEGER NOT NULL,
  tag_id  INTEGER NOT NULL REFERENCES tag,
  PRIMARY KEY (post_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE sighting (
  source_id  INTEGER NOT NULL REFERENCES source,
  post_id    INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
  local_id   BLOB,
  created_at INTEGER,
  seen_at    INTEGER NOT NULL,
  PRIMARY KEY (source_id, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_by_time ON sighting (source_id, created_at);

CREATE TABLE source_state (
  source_id           INTEGER NOT NULL REFERENCES source,
  topic_folded        TEXT NOT NULL,
  topic               TEXT NOT NULL,
  cursor              BLOB NOT NULL,
  last_attempt_at     INTEGER,
  last_success_at     INTEGER,
  caught_up_at        INTEGER,
  last_rescan_at      INTEGER,
  next_poll_at        INTEGER,
  asked_to_wait_until INTEGER,
  failures            INTEGER NOT NULL CHECK (failures >= 0),
  last_error          TEXT NOT NULL,
  PRIMARY KEY (source_id, topic_folded)
) STRICT, WITHOUT ROWID;

CREATE TABLE gap (
  source_id INTEGER NOT NULL REFERENCES source,
  from_at   INTEGER NOT NULL,
  to_at     INTEGER NOT NULL,
  cause     TEXT NOT NULL,
  PRIMARY KEY (source_id, from_at, to_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup (
  day        INTEGER NOT NULL,
  network_id INTEGER NOT NULL REFERENCES network,
  model_id   INTEGER NOT NULL REFERENCES model,
  sentiment  INTEGER NOT NULL CHECK (sentiment BETWEEN -1 AND 2),
  findings   INTEGER NOT NULL CHECK (findings BETWEEN 0 AND 262143),
  posts      INTEGER NOT NULL CHECK (posts >= 0),
  PRIMARY KEY (day, network_id, model_id, sentiment, findings)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::string_view kFetchLogQuarantineAndIgnoreRules = R"sql(
ALTER TABLE source_state ADD COLUMN notice TEXT NOT NULL DEFAULT '';
ALTER TABLE source_state ADD COLUMN quiet_runs INTEGER NOT NULL DEFAULT 0 CHECK (quiet_runs >= 0);
ALTER TABLE source_state ADD COLUMN failing_since INTEGER;
ALTER TABLE source_state ADD COLUMN failure INTEGER CHECK (failure BETWEEN 0 AND 4);
ALTER TABLE source_state ADD COLUMN unread_from INTEGER;
ALTER TABLE source_state ADD COLUMN unread_to INTEGER CHECK ((unread_to IS NULL) = (unread_from IS NULL));
ALTER TABLE source_state ADD COLUMN failures_alike INTEGER NOT NULL DEFAULT 0 CHECK (failures_alike >= 0);
ALTER TABLE source_state ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0);

CREATE TABLE fetch_log (
  source_id INTEGER NOT NULL REFERENCES source,
  hour      INTEGER NOT NULL CHECK (hour % 3600 = 0),
  asked     INTEGER NOT NULL CHECK (asked >= 0),
  answered  INTEGER NOT NULL CHECK (answered >= 0),
  throttled INTEGER NOT NULL CHECK (throttled >= 0),
  failed    INTEGER NOT NULL CHECK (failed >= 0),
  opted_out INTEGER NOT NULL CHECK (opted_out >= 0),
  spent     INTEGER NOT NULL CHECK (spent >= 0),
  PRIMARY KEY (source_id, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  source_id INTEGER NOT NULL REFERENCES source,
  item      BLOB NOT NULL,
  cause     TEXT NOT NULL,
  first_at  INTEGER NOT NULL,
  last_at   INTEGER NOT NULL,
  items     INTEGER NOT NULL CHECK (items >= 0),
  times     INTEGER NOT NULL CHECK (times >= 1),
  PRIMARY KEY (source_id, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX quarantine_by_time ON quarantine (source_id, last_at);

CREATE TABLE ignore_rule (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

ALTER TABLE post ADD COLUMN quotable INTEGER NOT NULL DEFAULT 1 CHECK (quotable BETWEEN 0 AND 1);
ALTER TABLE post ADD COLUMN ignored_by INTEGER REFERENCES ignore_rule
  CHECK (ignored_by IS NULL OR (withdrawn_at IS NOT NULL AND text IS NOT NULL));
CREATE INDEX post_by_rule ON post (day, ignored_by) WHERE ignored_by IS NOT NULL;
CREATE INDEX post_not_quotable ON post (withdrawn_at, quotable, day) WHERE withdrawn_at IS NULL AND quotable = 0;
CREATE INDEX sighting_by_post ON sighting (post_id, source_id);

INSERT INTO meta (key, value) VALUES ('ignore_rules', 'none');
)sql";

constexpr std::string_view kLabelsAndSamples = R"sql(
CREATE TABLE sample_draw (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  drawn_at  INTEGER NOT NULL,
  seed      INTEGER NOT NULL,
  selection TEXT NOT NULL
) STRICT;

CREATE TABLE sample_stratum (
  draw_id    INTEGER NOT NULL REFERENCES sample_draw,
  stratum    INTEGER NOT NULL CHECK (stratum BETWEEN 0 AND 6),
  population INTEGER NOT NULL CHECK (population >= 0),
  PRIMARY KEY (draw_id, stratum)
) STRICT, WITHOUT ROWID;

CREATE TABLE sample (
  draw_id    INTEGER NOT NULL REFERENCES sample_draw,
  post_id    INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
  stratum    INTEGER NOT NULL CHECK (stratum BETWEEN 0 AND 6),
  lapsed_at  INTEGER,
  model_id   INTEGER NOT NULL REFERENCES model,
  sentiment  INTEGER NOT NULL CHECK (sentiment BETWEEN 0 AND 2),
  kind       INTEGER CHECK (kind BETWEEN 0 AND 4),
  findings   INTEGER NOT NULL CHECK (findings BETWEEN 0 AND 262143),
  inclusions INTEGER NOT NULL CHECK (inclusions BETWEEN 0 AND 15),
  PRIMARY KEY (draw_id, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_by_post ON sample (post_id, draw_id);

CREATE TABLE label (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  post_id    INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
  draw_id    INTEGER REFERENCES sample_draw,
  reader     TEXT NOT NULL,
  judged_at  INTEGER NOT NULL,
  has_values INTEGER NOT NULL CHECK (has_values BETWEEN 0 AND 1),
  sentiment  INTEGER CHECK (sentiment BETWEEN 0 AND 2),
  kind       INTEGER CHECK (kind BETWEEN 0 AND 4),
  inclusions INTEGER CHECK (inclusions BETWEEN 0 AND 15),
  undone_at  INTEGER,
  lapsed_at  INTEGER,
  CHECK (has_values OR coalesce(sentiment, kind, inclusions) IS NOT NULL)
) STRICT;
CREATE INDEX label_by_post ON label (post_id, id);
CREATE INDEX label_by_draw ON label (draw_id, post_id) WHERE draw_id IS NOT NULL;

CREATE TABLE label_value (
  label_id  INTEGER NOT NULL REFERENCES label ON DELETE CASCADE,
  value     INTEGER NOT NULL CHECK (value BETWEEN 0 AND 5),
  direction INTEGER CHECK (direction BETWEEN 0 AND 2),
  PRIMARY KEY (label_id, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE machine_finding (
  post_id          INTEGER PRIMARY KEY REFERENCES post ON DELETE CASCADE,
  unclassified     INTEGER CHECK (unclassified BETWEEN 0 AND 1),
  sentiment        INTEGER CHECK (sentiment BETWEEN 0 AND 2),
  positive         REAL CHECK (positive BETWEEN 0 AND 1),
  neutral          REAL CHECK (neutral BETWEEN 0 AND 1),
  negative         REAL CHECK (negative BETWEEN 0 AND 1),
  kind             INTEGER CHECK (kind BETWEEN 0 AND 4),
  kind_probability REAL CHECK (kind_probability BETWEEN 0 AND 1),
  findings         INTEGER NOT NULL CHECK (findings BETWEEN 0 AND 262143),
  inclusions       INTEGER NOT NULL CHECK (inclusions BETWEEN 0 AND 15),
  CHECK ((unclassified IS NULL) <> (sentiment IS NULL))
) STRICT;

CREATE TABLE machine_value (
  post_id     INTEGER NOT NULL REFERENCES machine_finding ON DELETE CASCADE,
  value       INTEGER NOT NULL CHECK (value BETWEEN 0 AND 5),
  direction   INTEGER NOT NULL CHECK (direction BETWEEN 0 AND 2),
  probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
  PRIMARY KEY (post_id, value)
) STRICT, WITHOUT ROWID;
)sql";

// A post's place follows time, so that FTS5, which hands out matches by rowid, walks them in that order. The
// id tells posts of one second apart; 30 bits of it, for a time needs the others.
constexpr std::string_view kSearch = R"sql(
ALTER TABLE post ADD COLUMN place INTEGER AS (
  iif(created_at IS NULL, id - (1 << 62), (created_at << 30) | (id & 1073741823))
) VIRTUAL;
CREATE UNIQUE INDEX post_by_place ON post (place);

CREATE VIEW searchable AS SELECT place, text FROM post WHERE text IS NOT NULL;
CREATE VIRTUAL TABLE post_search USING fts5(
  text, content = 'searchable', content_rowid = 'place', tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO post_search (post_search) VALUES ('rebuild');
)sql";

constexpr std::string_view kFollowUpsOfPledges = R"sql(
CREATE TABLE pledge_follow_up (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  post_id   INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
  day       INTEGER NOT NULL,
  note      TEXT NOT NULL CHECK (note <> ''),
  noted_by  TEXT NOT NULL,
  noted_at  INTEGER NOT NULL,
  undone_at INTEGER
) STRICT;
CREATE INDEX pledge_follow_up_by_post ON pledge_follow_up (post_id, id);

-- The only kind that is listed by itself, and one post in many.
CREATE INDEX post_pledges ON post (withdrawn_at, kind, created_at) WHERE withdrawn_at IS NULL AND kind = 1;
)sql";

constexpr std::string_view kAuditAndSwitches = R"sql(
CREATE TABLE audit (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  person  TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 300),
  -- Not a list of those there are: with every new one the table would have to be made anew.
  action  TEXT NOT NULL CHECK (length(action) BETWEEN 1 AND 32 AND action NOT GLOB '*[^a-z_]*'),
  -- No reference: what was done to a post stays known when the post is gone.
  post_id INTEGER,
  detail  TEXT NOT NULL
) STRICT;

CREATE TABLE disabled_source (
  source_id INTEGER PRIMARY KEY REFERENCES source,
  since     INTEGER NOT NULL,
  person    TEXT NOT NULL
) STRICT;
)sql";

// What trends read: of `rollup` a row a day, network and model, packed (store/packed_cells.h), and of `post`
// nothing but indexes.
constexpr std::string_view kTrendsAtOnce = R"sql(
CREATE TABLE rollup_day (
  day        INTEGER NOT NULL,
  network_id INTEGER NOT NULL REFERENCES network,
  model_id   INTEGER NOT NULL REFERENCES model,
  cells      BLOB NOT NULL,
  PRIMARY KEY (day, network_id, model_id)
) STRICT, WITHOUT ROWID;

DROP INDEX post_by_day;
CREATE INDEX post_by_day ON post (
  withdrawn_at, day, network_id, sentiment, findings, author_id, text_key, model_id, kind, language,
  quotable, created_at
) WHERE withdrawn_at IS NULL AND day IS NOT NULL;
CREATE INDEX post_undated ON post (withdrawn_at, created_at, network_id, sentiment)
  WHERE withdrawn_at IS NULL AND created_at IS NULL;
CREATE INDEX post_tag_by_tag ON post_tag (tag_id, post_id);
)sql";

// What a daemon reads for each label that is put does not grow with those that hold no longer.
constexpr std::string_view kLabelsThatHold = R"sql(
CREATE INDEX label_that_holds ON label (post_id, id) WHERE undone_at IS NULL AND lapsed_at IS NULL;
ALTER TABLE sample_draw ADD COLUMN person TEXT NOT NULL DEFAULT '';
)sql";

// Who can write the file can drop the triggers, too; they keep programs from changing the audit by mistake,
// and a person from doing it without knowing. REPLACE fires no trigger of DELETE, hence the third.
constexpr std::string_view kAuditIsAppendOnly = R"sql(
ALTER TABLE audit ADD COLUMN filter TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN posts INTEGER CHECK (posts >= 0);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
  BEGIN SELECT raise(ABORT, 'the audit is only ever added to'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
  BEGIN SELECT raise(ABORT, 'the audit is only ever added to'); END;
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
  BEGIN SELECT raise(ABORT, 'the audit is only ever added to'); END;
)sql";

constexpr std::string_view kMasking = R"sql(
CREATE TABLE masking (
  day   INTEGER NOT NULL,
  what  INTEGER NOT NULL CHECK (what BETWEEN 0 AND 7),
  times INTEGER NOT NULL CHECK (times > 0),
  PRIMARY KEY (day, what)
) STRICT, WITHOUT ROWID;
)sql";

// What one person is owed, to see it or to have it erased, must not cost a walk over everybody's posts.
constexpr std::string_view kPostsByAuthor = R"sql(
CREATE INDEX post_by_author ON post (author_id, place) WHERE author_id IS NOT NULL;
)sql";

// What says nothing may disappear from its network as it likes, whoever took its text.
constexpr std::string_view kRechecksAndLedger = R"sql(
CREATE TABLE recheck_source (
  source_id   INTEGER PRIMARY KEY REFERENCES source,
  first_after INTEGER NOT NULL CHECK (first_after >= 0),
  answered_at INTEGER,
  present_at  INTEGER
) STRICT;

CREATE TABLE recheck (
  post_id    INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
  source_id  INTEGER NOT NULL REFERENCES source,
  due_at     INTEGER NOT NULL,
  checked_at INTEGER,
  gone_at    INTEGER,
  PRIMARY KEY (post_id, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recheck_by_due ON recheck (source_id, due_at);
CREATE INDEX recheck_called_gone ON recheck (source_id) WHERE gone_at IS NOT NULL;
CREATE TRIGGER recheck_ends_with_text AFTER UPDATE OF text ON post WHEN NEW.text IS NULL
  BEGIN DELETE FROM recheck WHERE post_id = NEW.id; END;

CREATE TABLE ledger (
  key          BLOB PRIMARY KEY CHECK (length(key) = 32),
  network_id   INTEGER NOT NULL REFERENCES network,
  gone_at      INTEGER NOT NULL,
  confirmed_at INTEGER NOT NULL,
  removed_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Hashes alone: who is on the list, the key alone tells, and only of somebody whose name one has.
constexpr std::string_view kForgetListAndObjections = R"sql(
CREATE TABLE forgotten (
  what         INTEGER NOT NULL CHECK (what BETWEEN 0 AND 2),
  key          BLOB NOT NULL CHECK (length(key) = 32),
  forgotten_at INTEGER NOT NULL,
  request      INTEGER NOT NULL,
  PRIMARY KEY (what, key)
) STRICT, WITHOUT ROWID;

ALTER TABLE author ADD COLUMN objected_at INTEGER;
CREATE INDEX author_objecting ON author (id) WHERE objected_at IS NOT NULL;

ALTER TABLE fetch_log ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0 CHECK (forgotten >= 0);
)sql";

// A poster may write any date: for how long a post is held, none later than when it was first seen counts.
constexpr std::string_view kRetention = R"sql(
ALTER TABLE post ADD COLUMN purged_at INTEGER CHECK (
  purged_at IS NULL OR (text IS NULL AND text_key = 0 AND author_id IS NULL AND sealed IS NULL AND reply_key IS NULL)
);
ALTER TABLE post ADD COLUMN held_since INTEGER AS (
  min(coalesce(created_at, first_seen_at), first_seen_at)
) VIRTUAL;
CREATE INDEX post_to_purge ON post (purged_at, network_id, held_since) WHERE purged_at IS NULL;
CREATE INDEX post_purged ON post (withdrawn_at, day, network_id, model_id, purged_at)
  WHERE purged_at IS NOT NULL AND withdrawn_at IS NULL;
)sql";

constexpr std::string_view kConcernsAndConsents = R"sql(
CREATE TABLE concern (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  post_id         INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
  rule            TEXT NOT NULL CHECK (rule <> ''),
  raised_at       INTEGER NOT NULL,
  lapsed_at       INTEGER,
  acknowledged_at INTEGER,
  acknowledged_by TEXT NOT NULL DEFAULT '',
  note            TEXT NOT NULL DEFAULT '',
  UNIQUE (post_id, rule),
  CHECK ((acknowledged_at IS NULL) = (acknowledged_by = ''))
) STRICT;
CREATE INDEX concern_open ON concern (post_id, raised_at, id) WHERE acknowledged_at IS NULL;

CREATE TABLE consent (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  post_id      INTEGER NOT NULL REFERENCES post ON DELETE CASCADE,
  given_by     TEXT NOT NULL,
  how          TEXT NOT NULL CHECK (how <> ''),
  purpose      TEXT NOT NULL CHECK (purpose <> ''),
  day          INTEGER NOT NULL,
  despite_wish TEXT NOT NULL,
  noted_by     TEXT NOT NULL CHECK (noted_by <> ''),
  noted_at     INTEGER NOT NULL,
  withdrawn_at INTEGER,
  lapsed_at    INTEGER
) STRICT;
CREATE INDEX consent_by_post ON consent (post_id, id);
)sql";

// What a key's renewal could not hash anew, by what it belongs to: no hash stands in them.
constexpr std::string_view kUnderEarlierKeys = R"sql(
CREATE TABLE under_earlier_key (
  post_id INTEGER PRIMARY KEY REFERENCES post ON DELETE CASCADE,
  what    INTEGER NOT NULL CHECK (what BETWEEN 0 AND 15)
) STRICT;
CREATE TABLE author_under_earlier_key (
  author_id INTEGER PRIMARY KEY REFERENCES author ON DELETE CASCADE
) STRICT;
)sql";

// A source that is switched off for a while goes on where it was. What rechecks spend is counted apart, for a
// share of the allowance is theirs.
constexpr std::string_view kRechecksGoOn = R"sql(
ALTER TABLE recheck_source ADD COLUMN asked INTEGER NOT NULL DEFAULT 1 CHECK (asked IN (0, 1));
ALTER TABLE recheck ADD COLUMN unclear_since INTEGER;
ALTER TABLE fetch_log ADD COLUMN spent_on_rechecks INTEGER NOT NULL DEFAULT 0 CHECK (spent_on_rechecks >= 0);
)sql";

// By which key a hash was made that nobody can make anew: without that key nobody is recognised by it. Of
// lines from before this step that is known where no key was renewed since.
constexpr std::string_view kKeysOfHashes = R"sql(
CREATE TABLE earlier_key (
  fingerprint TEXT PRIMARY KEY CHECK (fingerprint <> ''),
  until       INTEGER NOT NULL,
  lost_at     INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO earlier_key (fingerprint, until)
  SELECT 'unknown', CAST(value AS INTEGER) FROM meta WHERE key = 'key_renewed_at';

ALTER TABLE forgotten ADD COLUMN made_with TEXT NOT NULL DEFAULT 'unknown' CHECK (made_with <> '');
ALTER TABLE forgotten ADD COLUMN of_network INTEGER REFERENCES network;
ALTER TABLE ledger ADD COLUMN made_with TEXT NOT NULL DEFAULT 'unknown' CHECK (made_with <> '');
ALTER TABLE under_earlier_key ADD COLUMN made_with TEXT NOT NULL DEFAULT 'unknown' CHECK (made_with <> '');
ALTER TABLE author_under_earlier_key ADD COLUMN made_with TEXT NOT NULL DEFAULT 'unknown' CHECK (made_with <> '');

UPDATE forgotten SET made_with = (SELECT value FROM meta WHERE key = 'key_fingerprint')
  WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'key_fingerprint') AND NOT EXISTS
    (SELECT 1 FROM meta WHERE key = 'key_renewed_at' AND CAST(value AS INTEGER) >= forgotten_at);
UPDATE ledger SET made_with = (SELECT value FROM meta WHERE key = 'key_fingerprint')
  WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'key_fingerprint') AND (
    NOT EXISTS (SELECT 1 FROM meta WHERE key = 'key_renewed_at' AND CAST(value AS INTEGER) >= removed_at)
    OR EXISTS (SELECT 1 FROM post WHERE post.key = ledger.key AND NOT EXISTS
      (SELECT 1 FROM under_earlier_key WHERE post_id = post.id AND what & 1)));
)sql";

constexpr std::string_view kAlerts = R"sql(
CREATE TABLE alert_standing (
  rule        TEXT NOT NULL CHECK (rule <> ''),
  subject     TEXT NOT NULL,
  phase       INTEGER NOT NULL CHECK (phase BETWEEN 0 AND 2),
  since       INTEGER NOT NULL,
  told_at     INTEGER,
  clear_since INTEGER,
  mark        INTEGER NOT NULL,
  PRIMARY KEY (rule, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  key     TEXT NOT NULL UNIQUE CHECK (length(key) = 32),
  rule    TEXT NOT NULL,
  event   INTEGER NOT NULL CHECK (event BETWEEN 0 AND 4),
  at      INTEGER NOT NULL,
  title   TEXT NOT NULL CHECK (title <> ''),
  text    TEXT NOT NULL,
  command TEXT NOT NULL,
  posts   TEXT NOT NULL
) STRICT;

CREATE TABLE alert_delivery (
  alert_id     INTEGER NOT NULL REFERENCES alert ON DELETE CASCADE,
  target       TEXT NOT NULL,
  tries        INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  next_at      INTEGER,
  delivered_at INTEGER,
  trouble      TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (alert_id, target),
  CHECK (next_at IS NULL OR delivered_at IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_delivery_due ON alert_delivery (next_at) WHERE next_at IS NOT NULL;
)sql";

// For people with tools of their own: the words instead of the numbers, of what counts alone, and no text
// whose author asks not to be found or that raised a concern (docs/schema.md).
constexpr std::string_view kViewsForPeople = R"sql(
CREATE VIEW view_posts AS
SELECT post.id AS ref, network.name AS network, date(post.day * 86400, 'unixepoch') AS day,
       CASE WHEN post.purged_at IS NULL THEN strftime('%Y-%m-%dT%H:%M:%SZ', post.created_at, 'unixepoch') END AS created_at,
       post.author_id AS author, post.language, model.name AS model,
       CASE post.unclassified WHEN 0 THEN 'language' WHEN 1 THEN 'no_words' END AS unclassified,
       CASE post.sentiment WHEN 0 THEN 'positive' WHEN 1 THEN 'neutral' WHEN 2 THEN 'negative' END AS sentiment,
       round(post.positive - post.negative, 3) AS score,
       CASE post.kind WHEN 0 THEN 'experience' WHEN 1 THEN 'pledge' WHEN 2 THEN 'news' WHEN 3 THEN 'opinion'
                      WHEN 4 THEN 'other' END AS kind,
       EXISTS (SELECT 1 FROM label WHERE label.post_id = post.id AND undone_at IS NULL AND lapsed_at IS NULL) AS labelled,
       CASE WHEN post.quotable = 1 AND NOT EXISTS (SELECT 1 FROM concern WHERE concern.post_id = post.id)
            THEN post.text END AS text
FROM post JOIN network ON network.id = post.network_id JOIN model ON model.id = post.model_id
WHERE post.withdrawn_at IS NULL;

CREATE VIEW view_values AS
SELECT post_value.post_id AS ref, date(post.day * 86400, 'unixepoch') AS day,
       CASE post_value.value WHEN 0 THEN 'working_together' WHEN 1 THEN 'respect_and_dignity' WHEN 2 THEN 'quality_of_care'
                             WHEN 3 THEN 'compassion' WHEN 4 THEN 'improving_lives' WHEN 5 THEN 'everyone_counts' END AS value,
       CASE post_value.direction WHEN 0 THEN 'upheld' WHEN 1 THEN 'breached' WHEN 2 THEN 'mentioned' END AS direction,
       post_value.probability
FROM post_value JOIN post ON post.id = post_value.post_id
WHERE post.withdrawn_at IS NULL;

CREATE VIEW view_groups AS
SELECT post_group.post_id AS ref, date(post.day * 86400, 'unixepoch') AS day,
       CASE post_group.inclusion WHEN 0 THEN 'homeless_people' WHEN 1 THEN 'gypsies_and_travellers' WHEN 2 THEN 'sex_workers'
                                 WHEN 3 THEN 'fgm' END AS inclusion_group
FROM post_group JOIN post ON post.id = post_group.post_id
WHERE post.withdrawn_at IS NULL;

CREATE VIEW view_tags AS
SELECT post_tag.post_id AS ref, date(post.day * 86400, 'unixepoch') AS day, tag.name AS tag
FROM post_tag JOIN post ON post.id = post_tag.post_id JOIN tag ON tag.id = post_tag.tag_id
WHERE post.withdrawn_at IS NULL;

CREATE VIEW view_sources AS
SELECT sighting.post_id AS ref, source.name AS source, date(sighting.seen_at, 'unixepoch') AS first_shown
FROM sighting JOIN post ON post.id = sighting.post_id JOIN source ON source.id = sighting.source_id
WHERE post.withdrawn_at IS NULL;

CREATE VIEW view_days AS
SELECT date(rollup.day * 86400, 'unixepoch') AS day, network.name AS network, model.name AS model,
       CASE rollup.sentiment WHEN 0 THEN 'positive' WHEN 1 THEN 'neutral' WHEN 2 THEN 'negative' ELSE 'unclassified' END
         AS sentiment,
       sum(rollup.posts) AS posts
FROM rollup JOIN network ON network.id = rollup.network_id JOIN model ON model.id = rollup.model_id
WHERE rollup.posts > 0
GROUP BY rollup.day, rollup.network_id, rollup.model_id, rollup.sentiment;

CREATE VIEW view_value_days AS
WITH finding (bit, value, direction) AS (VALUES
  (0, 'working_together', 'upheld'), (1, 'working_together', 'breached'), (2, 'working_together', 'mentioned'),
  (3, 'respect_and_dignity', 'upheld'), (4, 'respect_and_dignity', 'breached'), (5, 'respect_and_dignity', 'mentioned'),
  (6, 'quality_of_care', 'upheld'), (7, 'quality_of_care', 'breached'), (8, 'quality_of_care', 'mentioned'),
  (9, 'compassion', 'upheld'), (10, 'compassion', 'breached'), (11, 'compassion', 'mentioned'),
  (12, 'improving_lives', 'upheld'), (13, 'improving_lives', 'breached'), (14, 'improving_lives', 'mentioned'),
  (15, 'everyone_counts', 'upheld'), (16, 'everyone_counts', 'breached'), (17, 'everyone_counts', 'mentioned'))
SELECT date(rollup.day * 86400, 'unixepoch') AS day, network.name AS network, model.name AS model,
       finding.value, finding.direction, sum(rollup.posts) AS posts
FROM rollup JOIN finding ON rollup.findings & (1 << finding.bit)
     JOIN network ON network.id = rollup.network_id JOIN model ON model.id = rollup.model_id
WHERE rollup.posts > 0
GROUP BY rollup.day, rollup.network_id, rollup.model_id, finding.bit;
)sql";

// Posts of which a source gave no word are few, and `status` counts them with those that are due.
constexpr std::string_view kRechecksWithoutWord = R"sql(
CREATE INDEX recheck_without_word ON recheck (source_id, unclear_since) WHERE unclear_since IS NOT NULL;
)sql";

constexpr std::string_view kDigests = R"sql(
CREATE TABLE digest (
  name     TEXT PRIMARY KEY CHECK (name <> ''),
  alert_id INTEGER NOT NULL UNIQUE REFERENCES alert ON DELETE CASCADE,
  html     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// The day leads, after the property: what is asked for is a time, and few members are passed in it.
constexpr std::string_view kCountsByProperty = R"sql(
CREATE TABLE rollup_property (
  property   INTEGER NOT NULL CHECK (property BETWEEN 0 AND 3),
  day        INTEGER NOT NULL,
  member     TEXT NOT NULL,
  network_id INTEGER NOT NULL REFERENCES network,
  model_id   INTEGER NOT NULL REFERENCES model,
  cells      BLOB NOT NULL,
  PRIMARY KEY (property, day, member, network_id, model_id)
) STRICT, WITHOUT ROWID;

-- With all that undated posts are counted by, which no rollup counts.
DROP INDEX post_undated;
CREATE INDEX post_undated ON post (withdrawn_at, created_at, network_id, sentiment, model_id, kind, language)
  WHERE withdrawn_at IS NULL AND created_at IS NULL;
)sql";

// How many posts a message leaves out, its last sentence alone said before.
constexpr std::string_view kPostsOfAlertsNotListed = R"sql(
ALTER TABLE alert ADD COLUMN posts_not_listed INTEGER CHECK (posts_not_listed >= 0);
UPDATE alert SET posts_not_listed =
    nullif(CAST(substr(text, instr(text, ' listed, and ') + length(' listed, and ')) AS INTEGER), 0)
  WHERE text GLOB '* listed, and [0-9]* more are not.';
)sql";

// A post may be named before it is held, and is then no post that was erased.
constexpr std::string_view kPostsNamedBeforeTheyCame = R"sql(
CREATE TABLE forgotten_anew (
  what         INTEGER NOT NULL CHECK (what BETWEEN 0 AND 3),
  key          BLOB NOT NULL CHECK (length(key) = 32),
  forgotten_at INTEGER NOT NULL,
  request      INTEGER NOT NULL,
  made_with    TEXT NOT NULL DEFAULT 'unknown' CHECK (made_with <> ''),
  of_network   INTEGER REFERENCES network,
  PRIMARY KEY (what, key)
) STRICT, WITHOUT ROWID;
INSERT INTO forgotten_anew (what, key, forgotten_at, request, made_with, of_network)
  SELECT what, key, forgotten_at, request, made_with, of_network FROM forgotten;
DROP TABLE forgotten;
ALTER TABLE forgotten_anew RENAME TO forgotten;
-- Sealed of a post that came from an export: an identity with nothing in it.
UPDATE post SET sealed = NULL WHERE length(sealed) = 41;
)sql";

constexpr std::string_view kServersOfSources = R"sql(
ALTER TABLE source ADD COLUMN server TEXT;
)sql";

// Handles change, and what lies beneath does not: who asked to be forgotten is known by it.
constexpr std::string_view kAccountsBeneathHandles = R"sql(
ALTER TABLE author ADD COLUMN account_key BLOB CHECK (account_key IS NULL OR length(account_key) = 32);
CREATE INDEX author_by_account ON author (account_key) WHERE account_key IS NOT NULL;
)sql";

int version_of(Database& database) {
  return static_cast<int>(database.integer("PRAGMA user_version").value_or(0));
}

// Kinds of what is masked come to be more; which there are is for the program to know.
constexpr std::string_view kMaskingOfAnyKind = R"sql(
ALTER TABLE masking RENAME TO masking_before;
CREATE TABLE masking (
  day   INTEGER NOT NULL,
  what  INTEGER NOT NULL CHECK (what >= 0),
  times INTEGER NOT NULL CHECK (times > 0),
  PRIMARY KEY (day, what)
) STRICT, WITHOUT ROWID;
INSERT INTO masking SELECT day, what, times FROM masking_before;
DROP TABLE masking_before;
)sql";

}  // namespace

const std::vector<std::string_view>& migrations() {
  static const std::vector<std::string_view> steps = {kFirstSchema,
                                                      kFetchLogQuarantineAndIgnoreRules,
                                                      kLabelsAndSamples,
                                                      kSearch,
                                                      kFollowUpsOfPledges,
                                                      kAuditAndSwitches,
                                                      kTrendsAtOnce,
                                                      kLabelsThatHold,
                                                      kAuditIsAppendOnly,
                                                      kMasking,
                                                      kPostsByAuthor,
                                                      kRechecksAndLedger,
                                                      kForgetListAndObjections,
                                                      kRetention,
                                                      kConcernsAndConsents,
                                                      kUnderEarlierKeys,
                                                      kRechecksGoOn,
                                                      kKeysOfHashes,
                                                      kAlerts,
                                                      kViewsForPeople,
                                                      kRechecksWithoutWord,
                                                      kDigests,
                                                      kCountsByProperty,
                                                      kPostsOfAlertsNotListed,
                                                      kPostsNamedBeforeTheyCame,
                                                      kServersOfSources,
                                                      kAccountsBeneathHandles,
                                                      kMaskingOfAnyKind};
  return steps;
}

int schema_version() { return static_cast<int>(migrations().size()); }

Result<FileState> identify(Database& database, const std::filesystem::path& file) {
  const auto application = database.integer("PRAGMA application_id").value_or(0);
  const int version = version_of(database);
  if (application == 0 && version == 0 && !database.integer("SELECT 1 FROM sqlite_schema LIMIT 1"))
    return FileState::empty;
  if (application != kApplicationId)
    return fail(ExitStatus::bad_data,
                fmt::format("{}: this database belongs to another program; name another file with --db",
                            file.string()));
  if (version > schema_version())
    return fail(
        ExitStatus::bad_data,
        fmt::format("{}: made by a newer version of nhsvalues (its schema is {}, this program knows {}); "
                    "install the newer version",
                    file.string(), version, schema_version()));
  return version == schema_version() ? FileState::current : FileState::outdated;
}

void migrate(Database& database, int version) {
  while (version_of(database) < version) {
    SQLite::Transaction transaction(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
    // Another process may have taken the step while this one waited for the lock.
    const int stands = version_of(database);
    if (stands >= version) return;
    const std::string_view step = migrations()[static_cast<std::size_t>(stands)];
    database.execute(std::string{step});
    if (step == kTrendsAtOnce) pack_rollup_afresh(database);
    if (step == kCountsByProperty) recount_property_rollup(database);
    database.execute(
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, stands + 1));
    transaction.commit();
  }
}

}  // namespace nhs::store
