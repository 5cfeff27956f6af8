// Three browsers behind one face: Chromium and Firefox by puppeteer, WebKitGTK by its own
// WebDriver. All of them have to go through a proxy of ours, which counts who calls.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

// A proxy that lets nothing through and remembers who asked.
async function watchman() {
  const asked = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url);
    // Whoever hangs up has been noted.
    socket.on('error', () => {});
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  server.on('clientError', (err, socket) => socket.destroy());
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return { asked, port: server.address().port, close: () => server.close() };
}

async function puppet(engine, folder, port) {
  const puppeteer = require('puppeteer-core').default || require('puppeteer-core');
  const proxy = `127.0.0.1:${port}`;
  const options = engine === 'chromium'
    ? {
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
        `--proxy-server=http://${proxy}`],
    }
    : {
      browser: 'firefox',
      executablePath: '/usr/bin/firefox-esr',
      extraPrefsFirefox: {
        'browser.download.dir': folder,
        'browser.download.folderList': 2,
        'browser.download.always_ask_before_handling_new_types': false,
        'browser.helperApps.neverAsk.saveToDisk': 'application/pdf',
        'pdfjs.disabled': false,
        'network.proxy.type': 1,
        'network.proxy.http': '127.0.0.1',
        'network.proxy.http_port': port,
        'network.proxy.ssl': '127.0.0.1',
        'network.proxy.ssl_port': port,
      },
    };
  const browser = await puppeteer.launch({ headless: true, ...options });
  const version = await browser.version();
  const page = (await browser.pages())[0] || await browser.newPage();
  const requests = [];
  page.on('request', it => requests.push(it.url()));
  if (engine === 'chromium') {
    const session = await browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  }
  return {
    version,
    requests,
    goto: url => page.goto(url),
    run: script => page.evaluate(script),
    type: (selector, text) => page.type(selector, text),
    press: key => page.keyboard.press(key),
    click: selector => page.click(selector),
    narrow: (width = 390) => page.setViewport({ width, height: 780 }),
    // Firefox has no such command.
    scripts: engine === 'chromium' && (on => page.setJavaScriptEnabled(on)),
    shot: async file => fs.writeFileSync(file, await page.screenshot({ fullPage: false })),
    async shown(selector) {
      const before = new Set(browser.targets());
      await page.click(selector);
      for (let i = 0; i < 100; i++) {
        // Firefox opens a tab of its own for a PDF that was saved, sooner or later.
        const ours = it => it.type() === 'page' && !it.url().startsWith('file:');
        const target = browser.targets().find(it => !before.has(it) && ours(it));
        if (target && target.url() !== 'about:blank') {
          const url = target.url();
          await (await target.page()).close();
          await page.bringToFront();
          return url;
        }
        await new Promise(done => setTimeout(done, 50));
      }
      return null;
    },
    close: () => browser.close(),
  };
}

// WebDriver (W3C), as far as it is needed here.
async function webkit(folder, port) {
  const proxy = `http://127.0.0.1:${port}`;
  const home = path.join(folder, 'home');
  fs.mkdirSync(path.join(home, '.config'), { recursive: true });
  fs.writeFileSync(path.join(home, '.config/user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${folder}"\n`);
  const env = {
    ...process.env, HOME: home, XDG_CONFIG_HOME: path.join(home, '.config'),
    http_proxy: proxy, https_proxy: proxy, no_proxy: '127.0.0.1,localhost', WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
  };
  const at = 20000 + process.pid % 20000;
  const driver = spawn('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${at}`], {
    env, stdio: 'ignore', detached: true,
  });
  const base = `http://127.0.0.1:${at}`;
  async function call(method, url, body) {
    const response = await fetch(base + url, {
      method, body: body === undefined ? undefined : JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKitWebDriver: ${JSON.stringify(value)}`);
    return value;
  }
  for (let i = 0; ; i++) {
    try {
      await call('GET', '/status');
      break;
    } catch (err) {
      if (i === 100) throw err;
      await new Promise(done => setTimeout(done, 100));
    }
  }
  const session = await call('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': {
      binary: MINI_BROWSER, args: ['--automation'],
    } } },
  });
  const own = `/session/${session.sessionId}`;
  const element = async selector => Object.values(await call('POST', `${own}/element`, {
    using: 'css selector', value: selector,
  }))[0];
  return {
    version: `${session.capabilities.browserName} ${session.capabilities.browserVersion}`,
    requests: [],
    goto: url => call('POST', `${own}/url`, { url }),
    run: script => call('POST', `${own}/execute/async`, {
      script: 'const done = arguments[arguments.length - 1];'
        + `Promise.resolve().then(() => (${script})).then(done, err => done("failed: " + err))`,
      args: [],
    }),
    type: async (selector, text) =>
      call('POST', `${own}/element/${await element(selector)}/value`, { text }),
    press: async () => call('POST', `${own}/element/${await element('#phrase')}/value`, { text: '\uE007' }),
    click: async selector => call('POST', `${own}/element/${await element(selector)}/click`, {}),
    narrow: (width = 390) => call('POST', `${own}/window/rect`, { width, height: 780 }),
    shot: async file =>
      fs.writeFileSync(file, Buffer.from(await call('GET', `${own}/screenshot`), 'base64')),
    async shown(selector) {
      await this.click(selector);
      for (let i = 0; i < 200; i++) {
        if ((await call('GET', `${own}/window/handles`)).length > 1) return 'a new window';
        await new Promise(done => setTimeout(done, 50));
      }
      return null;
    },
    async close() {
      await call('DELETE', own).catch(() => {});
      process.kill(-driver.pid);
    },
  };
}

const start = (engine, folder, port) =>
  engine === 'webkit' ? webkit(folder, port) : puppet(engine, folder, port);

module.exports = { start, watchman };
