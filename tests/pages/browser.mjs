// Debian's chromium, and what is asked of a page in it.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/// packages: the folder that holds node_modules.
export function browserFrom(packages, chromium) {
  const require = createRequire(join(packages, 'package.json'));
  const { chromium: driver } = require('playwright-core');
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  return {
    axe,
    // Chromium refuses to sandbox itself for root.
    launch: () => driver.launch({ executablePath: chromium, headless: true, chromiumSandbox: process.getuid() !== 0 }),
  };
}

/// Opens a report as a reader would, from a file; what it asked for and what it complained of is written down.
export async function open(browser, report, { width = 1280, scheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme });
  const page = await context.newPage();
  const address = pathToFileURL(report.file).href;
  const heard = { requests: [], complaints: [] };
  page.on('request', (request) => { if (request.url() !== address) heard.requests.push(request.url()); });
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) heard.complaints.push(message.text()); });
  page.on('pageerror', (error) => heard.complaints.push(error.message));
  await page.goto(address);
  return { page, heard, close: () => context.close() };
}

export const unfold = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = true; }));

/// One line for each node that breaks a rule of axe-core.
export async function violations(page, axe) {
  await page.evaluate(`if (!window.axe) { ${axe} }`);
  return page.evaluate(async (tags) => {
    const found = await window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
    return found.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id} (${rule.help}): ${node.target.join(' ')} ${node.html.slice(0, 120)}`));
  }, TAGS);
}

/// What reaches over the window's right edge, but for what lies in a region that scrolls by itself; empty when the
/// page does not scroll sideways.
export const tooWide = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((each) => each.getBoundingClientRect().right > width + 0.5 && !each.parentElement.closest('.scroll, svg'))
    .map((each) => `<${each.localName} class="${each.getAttribute('class') ?? ''}"> ${each.textContent.trim().slice(0, 60)}`);
});

export const headings = (page) => page.evaluate(() =>
  [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((each) => ({ level: Number(each.localName[1]), text: each.textContent })));

/// What the keyboard should reach, in the document's order.
export const reachable = (page) => page.evaluate(() =>
  [...document.querySelectorAll('a[href], summary, [tabindex]')]
    .filter((each) => each.checkVisibility())
    .map((each) => `${each.localName}: ${(each.getAttribute('aria-label') ?? each.textContent).trim().slice(0, 60)}`));

/// What Tab reaches, one after the other, and what of it cannot be seen to have the focus.
export async function walked(page, steps) {
  const stops = [];
  const unseen = [];
  for (let step = 0; step < steps; ++step) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const name = `${at.localName}: ${(at.getAttribute('aria-label') ?? at.textContent).trim().slice(0, 60)}`;
      const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      return { name, seen: outlined && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth };
    });
    stops.push(stop.name);
    if (!stop.seen) unseen.push(stop.name);
  }
  return { stops, unseen };
}

/// The distances that WCAG 2.2 (1.4.12) lets a reader set.
export const spaceOut = (page) => page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
  document.adoptedStyleSheets = [sheet];
});
