// The reports as readers meet them, in a real browser: with a keyboard, a screen reader, a small screen, in the dark, on
// paper. Run by scripts/test-pages.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { browserFrom, headings, open, reachable, spaceOut, tooWide, unfold, violations, walked } from './browser.mjs';
import { makeReports } from './reports.mjs';

const { NHS_ROOT: root, NHS_PROGRAM: program, NHS_PAGES: place, NHS_NODE_PACKAGES: packages, NHS_CHROMIUM: chromium } = process.env;
const WIDTHS = [320, 768, 1280];
const SCHEMES = ['light', 'dark'];

const reports = makeReports({ root, program, place });
const named = (name) => reports.find((report) => report.name === name);
const pictures = join(place, 'screenshots');
const { axe, launch } = browserFrom(packages, chromium);
let browser;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await launch();
});
after(() => browser?.close());

// Runs a check in every page, as many at a time as there are processors, and tells all that fails at once.
async function inEach(places, check) {
  const wrong = [];
  const due = [...places];
  const work = async () => {
    for (let place = due.shift(); place; place = due.shift()) {
      const { report, width, scheme } = place;
      const { page, heard, close } = await open(browser, report, place);
      for (const each of await check(page, place, heard))
        wrong.push(`${[report.name, width && `${width} px`, scheme].filter(Boolean).join(', ')}: ${each}`);
      await close();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  assert.deepEqual(wrong, []);
}

const everywhere = (widths, schemes) => reports.flatMap((report) => widths.flatMap((width) => schemes.map((scheme) => ({ report, width, scheme }))));

test('The reports have what is to be looked at: signals, a quote, hidden numbers, and nothing at all', () => {
  const holds = (name, part) => assert.ok(readFileSync(named(name).file, 'utf8').includes(part), `${name}: ${part}`);
  holds('internal', 'class="signal"');
  holds('internal', '<blockquote>');
  holds('public', '<blockquote>');
  holds('public-with-hidden-numbers', '[c]');
  holds('public-with-one-post', 'is not shown');
  holds('internal-with-one-post', '1 post was read');
  holds('internal-with-breaks', 'class="break"');
});

// The breaks' lines are alike at all widths, and colours are: in the dark one of them says what there is to say.
for (const scheme of SCHEMES)
  for (const width of scheme === 'dark' ? [320] : WIDTHS)
    test(`axe-core finds nothing wrong at ${width} px, ${scheme}`, () =>
      inEach(everywhere([width], [scheme]).filter(({ report }) => width === 320 || !report.name.endsWith('-with-breaks')), async (page, { report }) => {
        await page.screenshot({ path: join(pictures, `${report.name}-${width}-${scheme}.png`), fullPage: true });
        return violations(page, axe);
      }));

// The tables have thousands of cells, all alike: at one width they say what there is to say.
for (const scheme of SCHEMES)
  test(`axe-core finds nothing wrong with all tables unfolded, ${scheme}`, () =>
    inEach(['internal', 'public-with-hidden-numbers'].map((name) => ({ report: named(name), width: 320, scheme })), async (page) => {
      await unfold(page);
      return violations(page, axe);
    }));

test('No page scrolls sideways, with distances as a reader may set them neither', () =>
  inEach(everywhere([320, 768], ['light']), async (page) => {
    await unfold(page);
    const plain = await tooWide(page);
    await spaceOut(page);
    return [...plain, ...(await tooWide(page)).map((each) => `spaced out: ${each}`)];
  }));

test('A page asks for nothing but itself, and nothing in it is refused', () =>
  inEach(everywhere([1280], ['light']), async (page, _, heard) => {
    await unfold(page);
    return [...heard.requests.map((each) => `asked for ${each}`), ...heard.complaints];
  }));

test('One heading is the title, it is the first, and no level is left out', () =>
  inEach(everywhere([1280], ['light']), async (page) => {
    const found = await headings(page);
    const wrong = found.filter(({ level }, at) => (at === 0 ? level !== 1 : level === 1 || level > found[at - 1].level + 1));
    return wrong.map(({ level, text }) => `h${level} ${text}`);
  }));

test('The keyboard goes through links, folds and tables in their order, and one sees where it is', () =>
  inEach(everywhere([320], ['light']), async (page) => {
    // Every second table is unfolded: what is folded away must be passed over.
    await page.evaluate(() => document.querySelectorAll('details').forEach((each, at) => { each.open = at % 2 === 0; }));
    const due = await reachable(page);
    const { stops, unseen } = await walked(page, due.length);
    const wrong = due.filter((each, at) => stops[at] !== each).map((each) => `passed over or out of order: ${each}`);
    return [...wrong.slice(0, 3), ...unseen.map((each) => `has the focus unseen: ${each}`)];
  }));

test('Enter unfolds the numbers beneath a drawing', async () => {
  const { page, close } = await open(browser, named('internal'));
  await page.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('details').first().evaluate((each) => each.open));
  assert.ok(await page.locator('details table').first().isVisible());
  await close();
});

test('On paper all tables are there, and nothing reaches over the edge of A4', () =>
  inEach(reports.map((report) => ({ report })), async (page, { report }) => {
    const file = join(place, `${report.name}.pdf`);
    const pdf = (await page.pdf({ path: file, preferCSSPageSize: true })).toString('latin1');
    const sizes = [...pdf.matchAll(/\/MediaBox\s*\[([^\]]*)\]/g)].map(([, box]) => box.trim().split(/\s+/).map(Number));
    const wrong = sizes.filter(([, , width, height]) => Math.abs(width - 595) > 1 || Math.abs(height - 842) > 1).map((box) => `a page of ${box}`);
    if (sizes.length === 0) wrong.push('no page');
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: Math.floor(((210 - 2 * 16) / 25.4) * 96), height: 1000 });
    const tables = await page.evaluate(() => [...document.querySelectorAll('table')].map((table) => {
      const { right, height } = table.getBoundingClientRect();
      return { caption: table.caption.textContent, over: right > innerWidth + 1, folded: height === 0 || !table.checkVisibility() };
    }));
    for (const { caption, over, folded } of tables) {
      if (over) wrong.push(`reaches over the edge: ${caption}`);
      if (folded) wrong.push(`is folded away: ${caption}`);
    }
    return wrong;
  }));
