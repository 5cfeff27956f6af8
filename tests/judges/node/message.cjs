// postal-mime parses the message: MESSAGE LOCKED. It finds one attachment, byte for byte, and
// prints subject and text.
'use strict';
const fs = require('node:fs');

async function main() {
  const { default: PostalMime } = await import(require.resolve('postal-mime'));
  const [path, locked] = process.argv.slice(2);
  const message = await PostalMime.parse(fs.readFileSync(path));
  if (message.attachments.length !== 1 || message.to || message.html) {
    throw new Error('not one attachment, or a recipient, or HTML');
  }
  const carried = Buffer.from(message.attachments[0].content);
  if (!carried.equals(fs.readFileSync(locked))) throw new Error('another attachment');
  console.log(`${message.subject}\n${message.text}`);
}

main().catch(err => {
  console.error(err.message);
  process.exitCode = 1;
});
