// A real browser opens the page from the disk: ENGINE PAGE PASSPHRASE-FILE MEMBERS [SHOTS]
// MEMBERS is a folder with cover.pdf and record.pdf as they were locked. The engine is
// chromium, firefox or webkit. With SHOTS, pictures of 390 pixels' width go there.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { start, watchman } = require('./browsers.cjs');

const [engine, page, phraseFile, members, shots] = process.argv.slice(2);
const phrase = fs.readFileSync(phraseFile, 'utf8').trim();
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crr-page-'));

function expect(holds, what) {
  if (!holds) throw new Error(what);
}

// What is to be seen of the page: which of its parts, and what it says. Where its script does not
// run, only the first is there.
const STATE = `({
  parts: ['cannot', 'damaged', 'locked', 'open'].map(it => [it, document.getElementById(it)])
    .filter(([, it]) => it && it.getClientRects().length > 0).map(([it]) => it),
  say: (document.getElementById('say') || {}).className,
  kept: (() => { try { return localStorage.length + sessionStorage.length } catch (e) { return 0 } })()
    + document.cookie.length,
})`;

async function until(browser, what, holds) {
  let state;
  for (let i = 0; i < 400; i++) {
    state = await browser.run(STATE);
    if (holds(state)) return state;
    await new Promise(done => setTimeout(done, 50));
  }
  throw new Error(`${what}: ${JSON.stringify(state)}`);
}

const is = part => state => state.parts.length === 1 && state.parts[0] === part;

async function accessible(browser, when) {
  // Its own text is no program of the page: the browser's debugger runs it.
  await browser.run(`(() => { ${axe}; window.axe = window.axe || axe; })()`);
  const violations = await browser.run(
    `axe.run(document, { resultTypes: ['violations'] }).then(it => it.violations.map(it => it.id + ': ' + it.nodes.map(it => it.html).join(' ')))`);
  expect(Array.isArray(violations) && violations.length === 0, `axe, ${when}: ${violations}`);
}

async function saved(name) {
  const file = path.join(folder, name);
  const wanted = fs.readFileSync(path.join(members, name));
  for (let i = 0; i < 200; i++) {
    if (fs.existsSync(file) && fs.readFileSync(file).equals(wanted)) return;
    await new Promise(done => setTimeout(done, 50));
  }
  const found = fs.readdirSync(folder).join(', ');
  throw new Error(`${name} was not saved as it was locked; there is ${found}`);
}

// No sideways scrolling, neither of the page nor within it.
async function fits(browser, when) {
  const wide = await browser.run(`[document.documentElement, document.body, ...document.body.querySelectorAll('*')]
    .filter(it => it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 1 && getComputedStyle(it).display !== 'inline')
    .map(it => it.tagName + ' ' + it.scrollWidth + ' > ' + it.clientWidth)`);
  expect(wide.length === 0, `wider than ${await browser.run('innerWidth')} pixels, ${when}: ${wide}`);
}

// The record is read in the page: the one title, the parts in their ranks, the direction of the
// language; nothing of it runs or loads.
async function read(browser) {
  const found = await browser.run(`(() => {
    const all = what => Array.from(document.querySelectorAll(what)).filter(it => it.getClientRects().length > 0);
    const record = document.querySelector('#read > article');
    return {
      titles: all('h1').length,
      inside: record.querySelectorAll('h1').length,
      ranks: all('h1, h2, h3, h4').map(it => Number(it.tagName[1])),
      parts: record.querySelectorAll('h2').length,
      direction: getComputedStyle(record).direction + ' ' + document.documentElement.dir,
      language: record.lang === document.documentElement.lang,
      strange: record.querySelectorAll('script, style, img, iframe, object, link, [style], [onclick]').length,
      rows: record.querySelectorAll('th[scope=row]').length,
      lost: Array.from(record.querySelectorAll('a[href^="#"]')).filter(it => !document.querySelector(it.getAttribute('href'))).length,
    };
  })()`);
  expect(found.titles === 1 && found.inside === 1, `${found.titles} titles`);
  expect(found.parts >= 8 && found.rows >= 1, `${found.parts} parts, ${found.rows} rows`);
  expect(found.ranks.every((it, i) => i === 0 || it <= found.ranks[i - 1] + 1), `ranks ${found.ranks}`);
  expect(['ltr ltr', 'rtl rtl'].includes(found.direction) && found.language, `it runs ${found.direction}`);
  expect(found.strange === 0 && found.lost === 0, `${found.strange} strangers, ${found.lost} lost links`);
}

async function judge(browser) {
  const url = pathToFileURL(page).href;
  await browser.narrow();
  await browser.goto(url);
  await until(browser, 'it asks for the passphrase', is('locked'));
  await accessible(browser, 'locked');
  await fits(browser, 'locked');
  if (shots) await browser.shot(path.join(shots, `${engine}-locked.png`));

  await browser.press('Tab');
  await browser.click('button');
  await until(browser, 'it asks for something to be typed', it => it.say === 'empty');
  await browser.type('#phrase', 'abacus-zoom-crouton-dagger-ember-fabric');
  await browser.click('button');
  await until(browser, 'it refuses a wrong passphrase', it => it.say === 'wrong' && is('locked')(it));
  if (shots) await browser.shot(path.join(shots, `${engine}-wrong.png`));

  // As a telephone would have it: a capital, blanks, a blank at the end.
  await browser.run(`document.getElementById('phrase').value = ''`);
  const typed = phrase[0].toUpperCase() + phrase.slice(1).replaceAll('-', ' ') + ' ';
  await browser.type('#phrase', typed);
  await browser.press('Enter');
  const state = await until(browser, 'it opens', is('open'));
  expect(state.kept === 0, 'something is kept by the browser');
  const left = await browser.run(`document.getElementById('phrase').value`);
  expect(left === '', 'the passphrase is left in its field');
  await accessible(browser, 'open');
  await read(browser);
  await browser.narrow(320);
  expect(await browser.run('innerWidth') === 320 || engine !== 'chromium', 'it is not narrow');
  await fits(browser, 'open');
  await accessible(browser, 'open, narrow');
  if (shots) await browser.shot(path.join(shots, `${engine}-narrow.png`));
  for (const width of [800, 1200, 390]) {
    await browser.narrow(width);
    await fits(browser, `open, ${width}`);
  }
  if (shots) await browser.shot(path.join(shots, `${engine}-open.png`));

  await browser.click('#save-cover');
  await saved('cover.pdf');
  await browser.click('#save-record');
  await saved('record.pdf');
  const shown = await browser.shown('#show-record');
  expect(shown && (engine === 'webkit' || shown.startsWith('blob:')), `Show leads to ${shown}`);

  const links = `Array.from(document.querySelectorAll('.show, .save')).filter(it => it.href).length`;
  expect(await browser.run(links) === 4, 'not every file has its links');
  await browser.click('#again');
  await until(browser, 'it locks again', is('locked'));
  expect(await browser.run(links) === 0, 'links are left behind');
  const rest = await browser.run(`document.getElementById('read').innerHTML + document.querySelectorAll('h1:not([hidden])').length`);
  expect(rest === '1', 'the record is left behind');

  // One sign of what is locked, of its parameters, of the program.
  const text = fs.readFileSync(page, 'utf8');
  for (const [what, part, sign] of [
    ['the ciphertext', text.indexOf('id="data">') + 5000, 'damaged'],
    ['the parameters', text.indexOf('iterations') + 13, 'damaged'],
    ['the program', text.indexOf('let busy') + 4, 'cannot'],
  ]) {
    const other = text[part] === 'A' ? 'B' : 'A';
    const changed = path.join(folder, 'changed.html');
    fs.writeFileSync(changed, text.slice(0, part) + other + text.slice(part + 1));
    await browser.goto(pathToFileURL(changed).href);
    await until(browser, `a change of ${what} shows`, is(sign));
  }
  if (browser.scripts) {
    await browser.scripts(false);
    await browser.goto(url);
    if (shots) await browser.shot(path.join(shots, `${engine}-cannot.png`));
  }
  const strangers = browser.requests.filter(it => !/^(file|blob|data|about):/.test(it));
  expect(strangers.length === 0, `it asked for ${strangers}`);
}

async function main() {
  const guard = await watchman();
  const browser = await start(engine, folder, guard.port);
  try {
    await judge(browser);
    // Chromium's own errands go to its maker, whatever page is open.
    const asked = guard.asked.filter(it => !/\.(google|googleapis|gvt1|mozilla)\.(com|net|org)/.test(it));
    expect(asked.length === 0, `somebody called ${asked}`);
    console.log(`${browser.version}: opened, refused, saved, asked for nothing`);
  } finally {
    await browser.close();
    guard.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(err => {
  console.error(`${engine}: ${err.message}`);
  process.exitCode = 1;
});
