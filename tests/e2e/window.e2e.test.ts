/** The desktop app as a person meets it: real Electron, real gateway, the demo phone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  desktopArgs,
  desktopEnv,
  openDesktopPlace,
  projectRoot,
  startDesktopApp,
  type DesktopApp,
  type DesktopPlace,
  type DesktopStart,
} from '../support/desktop-app.ts';
import { electronBinary } from '../support/electron-binary.ts';
import { waitFor } from '../support/wait-for.ts';

const resultsDir = path.join(projectRoot, 'test-results');

let place: DesktopPlace;
beforeAll(async () => {
  mkdirSync(resultsDir, { recursive: true });
  place = await openDesktopPlace();
});
afterAll(() => place.close());

async function setup(start: DesktopStart = {}): Promise<DesktopApp> {
  const app = await startDesktopApp(place, start);
  onTestFinished(() => app.dispose());
  return app;
}

/** Composes a text as the operator and waits until its drawer says that it arrived. */
async function sendAndSeeDelivered(window: Page, text: string): Promise<void> {
  await window.getByRole('navigation').getByRole('link', { name: 'Messages' }).click();
  await window.getByRole('button', { name: 'New message' }).click();
  await window.getByLabel('To', { exact: true }).fill('+9779812345678');
  await window.getByLabel('Text', { exact: true }).fill(text);
  await window.getByRole('button', { name: 'Send', exact: true }).click();
  const drawer = window.getByRole('dialog').filter({ hasText: text });
  await drawer.getByText('Delivered').first().waitFor({ timeout: 20_000 });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process.
    return false;
  }
}

describe('the desktop window', () => {
  it('sends a text to the demo phone and shows it become delivered', async () => {
    const { window, pageErrors } = await setup();
    const text = `Table 4 is ready ${Date.now()}`;
    await sendAndSeeDelivered(window, text);
    await window.screenshot({ path: path.join(resultsDir, 'window-delivered.png') });
    expect(pageErrors).toEqual([]);
  });

  it('recovers when the gateway is killed, and sends again', async () => {
    const app = await setup();
    await sendAndSeeDelivered(app.window, 'before the crash');
    await app.window.keyboard.press('Escape');
    const pid = await app.gatewayPid();
    process.kill(pid, 'SIGKILL');
    await waitFor('another gateway', async () => {
      const answer = await app.window.evaluate(async () => (await fetch('/console/session')).status);
      return answer === 200 && (await app.gatewayPid()) !== pid;
    });
    await sendAndSeeDelivered(app.window, 'after the crash');
    await app.window.getByText('before the crash').first().waitFor();
  });

  it('keeps the gateway running when it is closed, says so once, and opens again on a second start', async () => {
    const app = await setup();
    const url = await app.gatewayUrl();
    const windows = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    await app.electron.evaluate(({ dialog }) => {
      Reflect.set(globalThis, 'noticeCount', 0);
      dialog.showMessageBox = () => {
        Reflect.set(globalThis, 'noticeCount', Number(Reflect.get(globalThis, 'noticeCount')) + 1);
        return Promise.resolve({ response: 0, checkboxChecked: false });
      };
    });
    const notices = () => app.electron.evaluate(() => Number(Reflect.get(globalThis, 'noticeCount')));
    const startAgain = async (): Promise<Page> => {
      const opened = app.electron.waitForEvent('window');
      const second = spawn(await electronBinary(), desktopArgs(app.dataDir), {
        env: desktopEnv(place),
        stdio: 'ignore',
      });
      expect(await once(second, 'exit')).toEqual([0, null]);
      return opened;
    };

    await app.window.close();
    await waitFor('the window to be gone', async () => (await windows()) === 0);
    expect((await fetch(`${url}/v1/health`)).status).toBe(200);
    expect(await notices()).toBe(1);
    const again = await startAgain();
    await again.getByRole('navigation').first().waitFor();
    await again.close();
    await waitFor('the window to be gone', async () => (await windows()) === 0);
    expect(await notices()).toBe(1);
  });

  it('stops the gateway when it quits', async () => {
    const app = await setup();
    const url = await app.gatewayUrl();
    const pid = await app.gatewayPid();
    await app.quit();
    await waitFor('the gateway to end', () => !isAlive(pid));
    await expect(fetch(`${url}/v1/health`)).rejects.toThrow();
  });

  it('leaves no gateway behind when it is killed, and starts again on the same data', async () => {
    const app = await setup();
    await app.gatewayUrl();
    const pid = await app.gatewayPid();
    app.electron.process().kill('SIGKILL');
    await waitFor('the gateway to end', () => !isAlive(pid));
    const again = await setup({ dataDir: app.dataDir });
    expect(await again.gatewayUrl()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('names a taken port, and starts by itself when the port is free', async () => {
    const taken = net.createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const address = taken.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    const app = await setup({ args: ['--port', String(address.port)] });
    const condition = await waitFor('the gateway to say why', async () => {
      const now = await app.window.evaluate(() => window.relaydesk?.gatewayCondition());
      return now?.state === 'failed' ? now : undefined;
    });
    expect(condition.sentence).toContain(String(address.port));
    taken.close();
    expect(await app.gatewayUrl()).toBe(`http://127.0.0.1:${address.port}`);
  });
});
