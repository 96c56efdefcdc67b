import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRelayLink } from '../../../electron/gateway/relay/relay-link.ts';
import { pinOf, spkiPin } from '../../../electron/gateway/relay/relay-key.ts';
import { waitFor } from '../../support/wait-for.ts';
import { startLinkWorld, type LinkWorld } from './link-world.ts';
import { helloFrame, LEDGER_ID, type TestPhone } from '../../support/test-phone.ts';

const SOON = { deadlineMs: 5_000, everyMs: 5 };
const pairFrame = { t: 'pair', v: 1, code: 'right', ledger_id: LEDGER_ID, android: 35, model: 'Test phone' };

let world: LinkWorld;
beforeEach(async () => {
  world = await startLinkWorld();
});
afterEach(async () => {
  await world.stop();
});

describe('listening', () => {
  it('shows the pinned key to whoever dials', async () => {
    const phone = world.dial();
    await waitFor('TLS', () => phone.isSecure, SOON);
    const certificate = phone.socket.getPeerX509Certificate();
    expect(certificate === undefined ? '' : pinOf(certificate)).toBe(spkiPin(world.key.certificatePem));
    expect(phone.socket.getProtocol()).toBe('TLSv1.3');
  });

  it('refuses TLS 1.1', async () => {
    const outcome = await new Promise<string>((resolve) => {
      const socket = connectTls({
        host: '127.0.0.1',
        port: world.link.port,
        rejectUnauthorized: false,
        minVersion: 'TLSv1.1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      });
      socket.on('secureConnect', () => {
        resolve('connected');
      });
      socket.on('error', () => {
        resolve('refused');
      });
    });
    expect(outcome).toBe('refused');
  });

  it('names the port that another program has taken', async () => {
    const second = createRelayLink({
      key: world.key,
      callbacks: world.callbacks,
      host: '127.0.0.1',
      port: world.link.port,
      now: () => 0,
    });
    await expect(second.start()).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: `Port ${world.link.port} on 127.0.0.1 is taken by another program.`,
    });
    await second.stop();
  });
});

describe('the first frames', () => {
  it('pairs, then takes hello on the same connection', async () => {
    const phone = world.dial();
    phone.say(pairFrame);
    expect(await phone.next('paired')).toEqual({
      t: 'paired',
      device_id: 'dev_1',
      token: 'token-1',
      gateway_id: 'gateway-1',
    });
    phone.say({ ...helloFrame, v: 7 });
    const welcome = await phone.next('welcome');
    expect(welcome).toMatchObject({ v: 1, session: 1, time: world.clock.now, last_seq: 0 });
    expect(world.callbacks.calls).toEqual(['linked 1']);
    expect(world.callbacks.sessions[0]).toMatchObject({ deviceId: 'dev_1', ledgerId: LEDGER_ID, session: 1 });
    expect(JSON.stringify(world.callbacks.sessions[0]?.hello)).not.toContain('token-1');
  });

  it.each([
    ['a wrong code', { ...pairFrame, code: 'wrong' }, 'bad_code'],
    ['a wrong token', { ...helloFrame, token: 'other' }, 'bad_token'],
    ['a version that is too old', { ...helloFrame, v: 0 }, 'version'],
    ['a version that is too old to pair', { ...pairFrame, v: 0 }, 'version'],
  ])('refuses %s with a sentence and closes', async (_what, frame, reason) => {
    const phone = world.dial();
    phone.say(frame);
    const refused = await phone.next('refused');
    expect(refused.reason).toBe(reason);
    expect(refused.message.length).toBeGreaterThan(10);
    await phone.closed();
    expect(world.callbacks.calls).toEqual([]);
  });

  it('answers a wrong code late, and everybody else at once', async () => {
    await world.stop();
    world = await startLinkWorld({ wrongCodePauseMs: 60_000 });
    const guesser = world.dial();
    guesser.say({ ...pairFrame, code: 'wrong' });
    await waitFor('the guess', () => world.callbacks.pairings.length === 1, SOON);
    const honest = world.dial();
    honest.say(pairFrame);
    await honest.next('paired');
    expect([guesser.frames, guesser.isClosed]).toEqual([[], false]);
    // The pause does not hold up the end.
    await world.stop();
    await guesser.closed();
  });

  it('tells a phone that its pairing could not be stored', async () => {
    world.callbacks.redeemPairing = () => Promise.reject(new Error('UNIQUE constraint failed: devices.name'));
    const phone = world.dial();
    phone.say(pairFrame);
    expect(await phone.next('refused')).toEqual({
      t: 'refused',
      reason: 'error',
      message: 'The gateway could not store the pairing. Pair again.',
    });
    await phone.closed();
  });

  it('only cuts a phone whose hello could not be stored: it dials again, still paired', async () => {
    world.callbacks.authenticateWith = () => Promise.reject(new Error('disk I/O error'));
    const phone = world.dial();
    phone.say(helloFrame);
    await phone.closed();
    expect(phone.frames).toEqual([]);
  });

  it.each([
    ['a heartbeat', '{"t":"ping","session":1}\n'],
    ['an unknown frame', '{"t":"what"}\n'],
    ['a hello without a token', `${JSON.stringify({ ...helloFrame, token: undefined })}\n`],
    ['what is not JSON', 'GET / HTTP/1.1\r\n'],
    ['a line without an end', 'x'.repeat(70_000)],
  ])('cuts a connection that starts with %s', async (_what, line) => {
    const phone = world.dial();
    phone.say(line);
    await phone.closed();
    expect(phone.frames).toEqual([]);
  });

  it('cuts a second pair on one connection', async () => {
    const phone = world.dial();
    phone.say(pairFrame, pairFrame);
    await phone.closed();
    expect(phone.frames.filter((frame) => frame.t === 'paired').length).toBeLessThanOrEqual(1);
  });

  it('cuts who has not said hello within the deadline, also before TLS', async () => {
    const silent = world.dial();
    const plain = connect({ host: '127.0.0.1', port: world.link.port });
    let isPlainClosed = false;
    plain.on('error', () => undefined).on('close', () => (isPlainClosed = true));
    const linked = world.dial();
    await linked.link();
    await waitFor('the connections', () => silent.isSecure && !plain.connecting, SOON);
    world.clock.monotonicMs += 10_001;
    await silent.closed();
    await waitFor('the end of the plain socket', () => isPlainClosed, SOON);
    expect(linked.isClosed).toBe(false);
  });

  it('lets the oldest stranger go when too many wait, so that an honest phone gets in', async () => {
    await world.stop();
    world = await startLinkWorld({ unauthenticatedSockets: 4 });
    const strangers: TestPhone[] = [];
    for (let n = 0; n < 6; n += 1) {
      const stranger = world.dial();
      await waitFor('TLS', () => stranger.isSecure || stranger.isClosed, SOON);
      strangers.push(stranger);
    }
    await waitFor('two to go', () => strangers.filter((phone) => phone.isClosed).length === 2, SOON);
    expect(strangers.map((phone) => phone.isClosed)).toEqual([true, true, false, false, false, false]);
    expect(await world.dial().link()).toBe(1);
  });
});

describe('stop', () => {
  it('leaves nothing running, is safe twice and before start', async () => {
    const idle = createRelayLink({
      key: world.key,
      callbacks: world.callbacks,
      host: '127.0.0.1',
      port: 0,
      now: () => 0,
    });
    await idle.stop();
    const phone = world.dial();
    await phone.link();
    const stranger = world.dial();
    await waitFor('TLS', () => stranger.isSecure, SOON);
    await Promise.all([world.link.stop(), world.link.stop()]);
    expect(world.callbacks.calls).toEqual(['linked 1', 'closed 1']);
    await phone.closed();
    await stranger.closed();
  });

  it('waits for the commit that is under way', async () => {
    const commit = Promise.withResolvers<undefined>();
    world.callbacks.commit = () => commit.promise;
    const phone = world.dial();
    const session = await phone.link();
    phone.say({ t: 'report', session, seq: 1, attempt_id: 'att_1', state: 'sent', at: 1 });
    await waitFor('the reports', () => world.callbacks.reportBatches.length === 1, SOON);
    let isStopped = false;
    const stopped = world.link.stop().then(() => (isStopped = true));
    await phone.closed();
    expect(isStopped).toBe(false);
    commit.resolve(undefined);
    await stopped;
    expect(world.callbacks.calls.at(-1)).toBe('closed 1');
  });
});
