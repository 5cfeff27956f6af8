// zip.js opens the zip: ZIP PASSPHRASE-FILE FOLDER. The right passphrase writes the members to
// the folder; a wrong one, none, and one flipped bit of a member are all noticed.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

async function main() {
  const zip = await import(require.resolve('@zip.js/zip.js'));
  zip.configure({ useWebWorkers: false });
  const [file, phraseFile, folder] = process.argv.slice(2);
  const bytes = fs.readFileSync(file);
  const right = fs.readFileSync(phraseFile, 'utf8').trim();
  async function members(content, password) {
    const reader = new zip.ZipReader(new zip.Uint8ArrayReader(new Uint8Array(content)));
    const found = [];
    for (const entry of await reader.getEntries()) {
      found.push([entry, await entry.getData(new zip.Uint8ArrayWriter(), { password })]);
    }
    return found;
  }
  const opened = await members(bytes, right);
  for (const [entry, content] of opened) fs.writeFileSync(path.join(folder, entry.filename), content);
  const refused = async (what, content, password) => {
    try {
      await members(content, password);
    } catch {
      return;
    }
    throw new Error(`${what} is let in`);
  };
  await refused('a wrong passphrase', bytes, right + 'x');
  await refused('nobody', bytes, undefined);
  const flipped = Buffer.from(bytes);
  flipped[opened[0][0].offset + 2000] ^= 1;
  await refused('one flipped bit', flipped, right);
  console.log(opened.map(([entry]) => entry.filename).join(' '));
}

main().catch(err => {
  console.error(err.message);
  process.exitCode = 1;
});
