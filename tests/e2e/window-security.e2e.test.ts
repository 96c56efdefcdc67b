/** What the window must refuse, and where the launch token must not be. Each test fails when its guard is removed. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openDesktopPlace,
  projectRoot,
  startDesktopApp,
  type DesktopApp,
  type DesktopPlace,
} from '../support/desktop-app.ts';
import { waitFor } from '../support/wait-for.ts';

let place: DesktopPlace;
let app: DesktopApp;
beforeAll(async () => {
  place = await openDesktopPlace();
  app = await startDesktopApp(place);
  await app.gatewayUrl();
});
afterAll(async () => {
  await app.dispose();
  await place.close();
});

/** The launch token as main writes it to the socket: seen by standing between main and Node's HTTP. */
async function catchLaunchToken(): Promise<string> {
  await app.electron.evaluate(() => {
    const http = process.getBuiltinModule('node:http');
    const original = http.request;
    Reflect.set(
      http,
      'request',
      (options: { readonly headers: Readonly<Record<string, string>> }): unknown => {
        Reflect.set(globalThis, 'caughtAuthorization', options.headers['authorization']);
        Reflect.set(http, 'request', original);
        const upstream: unknown = Reflect.apply(original, http, [options]);
        return upstream;
      },
    );
  });
  await app.window.evaluate(() => fetch('/console/session'));
  const caught = await app.electron.evaluate(() => String(Reflect.get(globalThis, 'caughtAuthorization')));
  expect(caught).toMatch(/^Bearer [\w-]{43}$/);
  return caught.slice('Bearer '.length);
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe('the page in the window', () => {
  it('has no Node, and of the desktop only the bridge', async () => {
    const seen = await app.window.evaluate(() => ({
      require: typeof Reflect.get(globalThis, 'require'),
      process: typeof Reflect.get(globalThis, 'process'),
      module: typeof Reflect.get(globalThis, 'module'),
      bridge: Object.keys(window.relaydesk ?? {}).sort(),
    }));
    expect(seen).toEqual({
      require: 'undefined',
      process: 'undefined',
      module: 'undefined',
      bridge: ['gatewayCondition', 'info', 'onGatewayCondition', 'openDataFolder', 'restartGateway'],
    });
  });

  it('runs sandboxed and isolated', async () => {
    const preferences = await app.electron.evaluate(({ BrowserWindow }): unknown => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) return undefined;
      // What Electron really uses; not in its published types.
      const read: unknown = Reflect.get(contents, 'getLastWebPreferences');
      const used: unknown = typeof read === 'function' ? Reflect.apply(read, contents, []) : undefined;
      return used;
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
    });
  });

  it('opens no other window', async () => {
    const opened = await app.window.evaluate(() => [
      window.open('https://example.com/'),
      window.open('app://relaydesk/'),
      window.open('about:blank'),
    ]);
    expect(opened).toEqual([null, null, null]);
    expect(app.electron.windows()).toHaveLength(1);
  });

  it('navigates nowhere else', async () => {
    await app.electron.evaluate(({ BrowserWindow }) => {
      const outcomes: [string, boolean][] = [];
      Reflect.set(globalThis, 'navigations', outcomes);
      BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) => {
        // Our guard listens since the window was made, so it has decided by now.
        outcomes.push([event.url, event.defaultPrevented]);
      });
    });
    const decided = async (): Promise<unknown> =>
      app.electron.evaluate((): unknown => Reflect.get(globalThis, 'navigations'));
    for (const target of ['https://example.com/', 'http://127.0.0.1:1/', 'app://other/']) {
      await app.window.evaluate((url) => {
        location.href = url;
      }, target);
      await waitFor(`the refusal of ${target}`, async () =>
        JSON.stringify(await decided()).includes(`["${target}",true]`),
      );
    }
    expect(app.window.url()).toMatch(/^app:\/\/relaydesk\//);
  });

  it('reaches no other host, and runs no script that is written into the page', async () => {
    const attempts = await app.window.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      document.head.append(script);
      const targets = ['http://127.0.0.1:1/', 'https://example.com/', 'file:///etc/hostname', 'app://other/'];
      const fetched = await Promise.all(
        targets.map((url) =>
          fetch(url).then(
            () => 'answered',
            () => 'refused',
          ),
        ),
      );
      return { fetched, injected: Reflect.get(globalThis, 'injected') === true };
    });
    expect(attempts).toEqual({ fetched: ['refused', 'refused', 'refused', 'refused'], injected: false });
  });

  it('sends no request past app://, even one that the policy of the page would let through', async () => {
    const target = `${await app.gatewayUrl()}/v1/health`;
    expect((await fetch(target)).status).toBe(200);
    const outcome = await app.electron.evaluate(
      ({ session }, url) =>
        session
          .fromPartition('persist:relaydesk')
          .fetch(url)
          .then(
            () => 'answered',
            (error: unknown) => String(error),
          ),
      target,
    );
    expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT');
  });

  it('gets 404 for every way out of its folder', async () => {
    const statuses = await app.window.evaluate(() =>
      Promise.all(
        [
          '/..%2f..%2fpackage.json',
          '/%2e%2e/%2e%2e/package.json',
          '/..%5c..%5cpackage.json',
          '/assets/..%2f..%2fmain%2findex.js',
          '/missing.js',
          '/console/..%2fv1%2fmessages',
          '/%63onsole/session',
        ].map(async (target) => (await fetch(target)).status),
      ),
    );
    expect(new Set(statuses)).toEqual(new Set([404]));
  });

  it('gets no permission', async () => {
    const answers = await app.window.evaluate(async () => {
      const asked = await Notification.requestPermission();
      const states = await Promise.all(
        (['notifications', 'geolocation', 'persistent-storage', 'midi'] as const).map(
          async (name) => (await navigator.permissions.query({ name })).state,
        ),
      );
      return [asked, ...states];
    });
    expect(new Set(answers)).toEqual(new Set(['denied']));
  });

  it('carries the security headers on files, calls and refusals', async () => {
    const policies = await app.window.evaluate(() =>
      Promise.all(
        ['/', '/missing.js', '/console/session'].map(async (target) => {
          const { headers } = await fetch(target);
          return [headers.get('content-security-policy'), headers.get('x-content-type-options')];
        }),
      ),
    );
    for (const [policy, sniffing] of policies) {
      expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(policy).toContain("; connect-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(sniffing).toBe('nosniff');
    }
  });
});

describe('the desktop', () => {
  it('answers nobody but its own window', async () => {
    const preload = path.join(projectRoot, 'out', 'preload', 'preload.cjs');
    const answer = await app.electron.evaluate(async ({ BrowserWindow }, preloadPath) => {
      const stranger = new BrowserWindow({
        show: false,
        webPreferences: { preload: preloadPath, sandbox: true },
      });
      try {
        await stranger.loadURL('about:blank');
        return String(
          await stranger.webContents.executeJavaScript('relaydesk.info().catch((error) => error.message)'),
        );
      } finally {
        stranger.destroy();
      }
    }, preload);
    expect(answer).toContain('Only the RelayDesk window may ask.');
  });

  it('serves app:// to its own window alone', async () => {
    const outcome = await app.electron.evaluate(async ({ BrowserWindow }) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
      try {
        await stranger.loadURL('app://relaydesk/console/session');
        return 'loaded';
      } catch (error) {
        return String(error);
      } finally {
        stranger.destroy();
      }
    });
    expect(outcome).toContain('ERR_');
  });

  it('keeps the data directory and the console socket for their owner alone', () => {
    expect((statSync(app.dataDir).mode & 0o777).toString(8)).toBe('700');
    expect((statSync(path.join(app.dataDir, 'console.sock')).mode & 0o777).toString(8)).toBe('600');
  });

  it('shows the launch token to no page, command line, environment or file', async () => {
    const token = await catchLaunchToken();
    const page = await app.window.evaluate(async () => {
      const answer = await fetch('/console/session');
      return JSON.stringify([
        await answer.text(),
        [...answer.headers],
        document.cookie,
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        document.documentElement.outerHTML,
        await window.relaydesk?.info(),
        await window.relaydesk?.gatewayCondition(),
      ]);
    });
    expect(page).not.toContain(token);
    for (const { pid } of await app.processes()) {
      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(token);
      expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain(token);
    }
    for (const file of filesUnder(app.dataDir)) expect(readFileSync(file).includes(token), file).toBe(false);
  });

  it('changes the launch token with every gateway', async () => {
    const before = await catchLaunchToken();
    const pid = await app.gatewayPid();
    process.kill(pid, 'SIGKILL');
    await waitFor('another gateway', async () => {
      const status = await app.window.evaluate(async () => (await fetch('/console/session')).status);
      return status === 200 && (await app.gatewayPid()) !== pid;
    });
    expect(await catchLaunchToken()).not.toBe(before);
  });
});
