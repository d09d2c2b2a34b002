// The reports that are looked at: made by the program itself, from posts taken in as a user would, and the two that
// the C++ tests keep (breaks of the model and times without collection are in those).
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY = 24 * 60 * 60 * 1000;
const FIRST_DAY = Date.UTC(2024, 10, 1);
const DAYS = 365;
const BUSY_WEEK = [Date.UTC(2025, 9, 27), Date.UTC(2025, 10, 3)];  // 2025-W44
const NETWORKS = ['mastodon', 'mastodon', 'bluesky', 'feed'];

// Posts that were written for this project, with the values that people gave them.
function writtenPosts(root) {
  const [head, ...lines] = readFileSync(join(root, 'training/data/social/train.tsv'), 'utf8').trimEnd().split('\n');
  const column = (name) => head.split('\t').indexOf(name);
  const [text, values] = [column('text'), column('values')];
  return lines.map((line) => line.split('\t')).map((cells) => ({ text: cells[text], values: cells[values] }));
}

// So many a day for a year, and in the busy week more that say compassion fell short.
function yearOfPosts(root, aDay) {
  const all = writtenPosts(root);
  const usual = all.filter((post) => !post.values.includes('compassion:breached'));
  const unkind = all.filter((post) => post.values.includes('compassion:breached'));
  const posts = [];
  for (let day = 0; day < DAYS; ++day) {
    const time = FIRST_DAY + day * DAY;
    for (let due = Math.floor((day + 1) * aDay) - Math.floor(day * aDay); due > 0; --due) posts.push({ time, ...usual.pop() });
    if (time >= BUSY_WEEK[0] && time < BUSY_WEEK[1])
      for (let more = 0; more < aDay; ++more) posts.push({ time, ...unkind.pop() });
  }
  return posts;
}

function asLines(posts) {
  return posts
    .map(({ time, text }, at) => ({
      network: NETWORKS[at % NETWORKS.length],
      id: String(at),
      author: `@writer${(at * 7) % 211}@example.org`,
      created_at: new Date(time + 12 * 60 * 60 * 1000).toISOString(),
      language: 'en',
      text,
    }))
    .map((post) => JSON.stringify(post) + '\n')
    .join('');
}

/// Each with its name and file; program: the built nhsvalues; place: an empty folder.
export function makeReports({ root, program, place }) {
  const at = (name) => join(place, name);
  writeFileSync(at('nhsvalues.toml'), `topics = ["NHSvalues"]\ncontact = "https://example.org/contact"\n`);
  const nhsvalues = (database, ...args) =>
    execFileSync(program, ['--quiet', '--config', at('nhsvalues.toml'), '--db', at(`${database}.db`), ...args], { encoding: 'utf8' });
  const takeIn = (database, posts) => {
    writeFileSync(at(`${database}.ndjson`), asLines(posts));
    nhsvalues(database, 'import', at(`${database}.ndjson`));
  };

  const busy = { time: BUSY_WEEK[0], text: 'Nobody sat with Mum, not once all night. #NHSvalues' };
  takeIn('year', yearOfPosts(root, 4));
  takeIn('few', yearOfPosts(root, 0.8));
  takeIn('one', [busy]);
  takeIn('none', []);
  const told = nhsvalues('year', 'posts', '--kind', 'experience', '--since', '2025-10-01', '--until', '2025-11-01', '--limit', '1', '--format', 'ndjson');
  nhsvalues('year', 'consent', String(JSON.parse(told).ref), '--how', 'by letter', '--by', 'Ana', '--on', '2025-11-05');

  const reports = [];
  const report = (name, database, audience, period) => {
    const file = at(`${name}.html`);
    nhsvalues(database, 'report', '--audience', audience, '--period', period, '-o', file);
    reports.push({ name, file });
  };
  report('internal', 'year', 'internal', '2025-W44');
  report('internal-with-one-post', 'one', 'internal', '2025-W44');
  report('internal-without-posts', 'none', 'internal', '2025-W44');
  report('public', 'year', 'public', '2025-10');
  report('public-with-hidden-numbers', 'few', 'public', '2025-10');
  report('public-with-one-post', 'one', 'public', '2025-10');
  report('public-without-posts', 'none', 'public', '2025-10');
  // Mails are HTML that browsers read too.
  const digest = (name, database, kind, period) => {
    writeFileSync(at(`${name}.html`), nhsvalues(database, 'digest', kind, '--period', period, '--format', 'html'));
    reports.push({ name, file: at(`${name}.html`) });
  };
  digest('digest', 'year', 'weekly', '2025-W44');
  digest('digest-of-a-day-not-collected', 'one', 'daily', '2026-01-05');
  for (const audience of ['internal', 'public']) {
    const name = `${audience}-with-breaks`;
    copyFileSync(join(root, `tests/fixtures/report/${audience}.html`), at(`${name}.html`));
    reports.push({ name, file: at(`${name}.html`) });
  }
  return reports;
}
