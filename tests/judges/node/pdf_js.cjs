// pdf.js opens the locked PDF: LOCKED RECORD PASSPHRASE-FILE. Words and structure tree are
// those of the unlocked record; every other passphrase is refused.
'use strict';
const fs = require('node:fs');

async function main() {
  // Only drawing would need them.
  for (const it of ['DOMMatrix', 'ImageData', 'Path2D']) globalThis[it] ??= class {};
  const pdfjs = await import(require.resolve('pdfjs-dist/legacy/build/pdf.mjs'));
  const [locked, record, phraseFile] = process.argv.slice(2);
  const right = fs.readFileSync(phraseFile, 'utf8').split('\n')[0];
  async function inside(file, password) {
    const data = new Uint8Array(fs.readFileSync(file));
    const task = pdfjs.getDocument({ data, password, verbosity: 0, useSystemFonts: false });
    const pdf = await task.promise;
    const pages = [];
    for (let n = 1; n <= pdf.numPages; n++) {
      const page = await pdf.getPage(n);
      const text = await page.getTextContent();
      pages.push([text.items.map(it => it.str), await page.getStructTree()]);
    }
    const { metadata } = await pdf.getMetadata();
    await task.destroy();
    // Pages and links are named by the number of their object, which means nothing.
    return { pages: JSON.stringify(pages).replace(/"id":"p?\d+R/g, '"id":"'), title: metadata && metadata.get('dc:title') };
  }
  const [one, other] = [await inside(locked, right), await inside(record)];
  if (one.title !== other.title) throw new Error('another title');
  if (one.pages !== other.pages) throw new Error('other words or another structure');
  if (one.pages.length < 5000 || !one.pages.includes('"role":"TH"')) throw new Error('hardly anything is inside');
  for (const wrong of ['', right.toUpperCase(), `${right} `, right.split('-').slice(1).join('-')]) {
    let name;
    try {
      await inside(locked, wrong);
    } catch (err) {
      name = err.name;
    }
    if (name !== 'PasswordException') throw new Error(`a wrong passphrase: ${name || 'is let in'}`);
  }
  console.log('the same inside; nobody else is let in');
}

main().catch(err => {
  console.error(err.message);
  process.exitCode = 1;
});
