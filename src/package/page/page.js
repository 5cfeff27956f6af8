// Opens what the page holds. Nothing is sent anywhere, and nothing is kept: no storage, no
// cookie. All parameters are bound into the encryption as additional data.
'use strict';
(function () {
  const by = id => document.getElementById(id);
  const subtle = self.crypto && self.crypto.subtle;
  // What the page says at first, that this browser cannot open it, then stays.
  if (!subtle || !self.TextEncoder || !self.URL || !URL.createObjectURL) return;
  // The rest is put in here: a browser without scripts, or one that does not know how to hide,
  // reads that one sentence alone.
  by('cannot').insertAdjacentHTML('afterend', by('states').textContent);
  const [cannot, damaged, locked, opened] = ['cannot', 'damaged', 'locked', 'open'].map(by);
  const [phrase, see, say] = ['phrase', 'see', 'say'].map(by);
  const lock = by('lock').textContent;
  const data = by('data').textContent;
  const text = it => new TextEncoder().encode(it);
  let urls = [];
  let busy = false;
  // Grows when the page is left: what was asked for before does not open after.
  let visit = 0;

  function bytes(base64) {
    const chars = atob(base64);
    const out = new Uint8Array(chars.length);
    for (let i = 0; i < chars.length; i++) out[i] = chars.charCodeAt(i);
    return out;
  }

  // Only letters and digits count: not capitals, spaces, hyphens, or the wide letters of
  // Chinese and Korean keyboards.
  function fold(typed) {
    return typed.normalize('NFKC').toLowerCase().replace(/[^a-z0-9]/g, '');
  }

  async function members(typed) {
    const it = JSON.parse(lock);
    const base = await subtle.importKey('raw', text(fold(typed)), 'PBKDF2', false, ['deriveKey']);
    const key = await subtle.deriveKey(
      { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(it.salt), iterations: it.iterations },
      base, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
    const plain = new Uint8Array(await subtle.decrypt(
      { name: 'AES-GCM', iv: bytes(it.iv), additionalData: text(lock), tagLength: 128 },
      key, bytes(JSON.parse(data))));
    let at = plain.indexOf(10) + 1;
    const table = JSON.parse(new TextDecoder().decode(plain.subarray(0, at)));
    return table.map(([name, size]) => [name, plain.slice(at, at += size)]);
  }

  function tell(what) {
    say.textContent = what ? say.dataset[what] : '';
    say.className = what || '';
    if (what === 'wrong' || what === 'empty') {
      phrase.setAttribute('aria-invalid', 'true');
      phrase.focus();
    } else {
      phrase.removeAttribute('aria-invalid');
    }
  }

  function show(files) {
    for (const [name, content] of files) {
      if (name === 'record.html') {
        // The policy of the page lets nothing in it run or load.
        by('read').innerHTML = new TextDecoder().decode(content);
        continue;
      }
      const row = document.querySelector('[data-member="' + name + '"]');
      const url = URL.createObjectURL(new Blob([content], { type: 'application/pdf' }));
      urls.push(url);
      for (const link of row.querySelectorAll('a')) link.href = url;
      row.querySelector('.save').download = name;
    }
    phrase.value = '';
    tell('');
    locked.hidden = true;
    opened.hidden = false;
    // The record brings a title of its own.
    by('title').hidden = true;
    by('ready').focus();
  }

  function close() {
    urls.forEach(it => URL.revokeObjectURL(it));
    urls = [];
    for (const link of opened.querySelectorAll('.show, .save')) link.removeAttribute('href');
    by('read').textContent = '';
    phrase.value = '';
    see.checked = false;
    phrase.className = '';
    tell('');
    opened.hidden = true;
    locked.hidden = false;
    by('title').hidden = false;
  }

  see.addEventListener('change', () => { phrase.className = see.checked ? 'seen' : ''; });
  by('again').addEventListener('click', () => { close(); phrase.focus(); });
  self.addEventListener('pagehide', () => {
    visit += 1;
    if (damaged.hidden && cannot.hidden) close();
  });
  locked.addEventListener('submit', event => {
    event.preventDefault();
    if (busy) return;
    if (!fold(phrase.value)) return tell('empty');
    busy = true;
    tell('wait');
    const asked = visit;
    const still = then => it => { if (asked === visit) then(it); };
    members(phrase.value).then(still(show), still(() => tell('wrong')))
      .then(() => { busy = false; }, () => { busy = false; tell('wrong'); });
  });

  subtle.digest('SHA-256', text(lock + '\n' + data)).then(sum => {
    const found = btoa(String.fromCharCode(...new Uint8Array(sum)));
    cannot.hidden = true;
    const same = found === JSON.parse(by('check').textContent);
    (same ? locked : damaged).hidden = false;
  }).catch(() => {});
})();
