import type net from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAdbServer } from '../../../../../electron/gateway/adb/adb-server.ts';
import { createPhoneTracker, type TrackedPhones } from '../../../../../electron/gateway/adb/track-phones.ts';
import { freePort } from '../../../../support/adb-server.ts';
import { waitFor } from '../../../../support/wait-for.ts';
import { framed, startScriptedAdb } from './scripted-adb.ts';

/** An adb server whose list of phones the test sets; `tell` is the tracker's news that it changed. */
async function setup() {
  let list = '';
  let isSilent = false;
  const followers = new Set<net.Socket>();
  const adb = await startScriptedAdb((request, socket) => {
    if (isSilent) return;
    if (request === 'host:devices-l') {
      socket.end(`OKAY${framed(list)}`);
      return;
    }
    followers.add(socket);
    socket.on('close', () => followers.delete(socket));
    socket.write(`OKAY${framed('changed\tdevice\n')}`);
  });
  const server = createAdbServer({ port: adb.port, bin: '/nonexistent/adb' });
  const sightings: TrackedPhones[] = [];
  const tracker = createPhoneTracker(server, (sighting) => sightings.push(sighting));
  onTestFinished(async () => {
    server.close();
    await tracker.stop();
  });
  return {
    tracker,
    server,
    adb,
    followers,
    sightings,
    last: () => sightings.at(-1),
    silence: () => (isSilent = true),
    change: (text: string) => {
      list = text;
      for (const socket of followers) socket.write(framed('changed\tdevice\n'));
    },
  };
}

const PHONE = 'R5CT device model:Pixel_7 transport_id:1\n';
const serials = (sighting: TrackedPhones | undefined): readonly string[] =>
  sighting?.available === true ? sighting.phones.map(({ serial }) => serial) : ['not available'];

describe('the phone tracker', () => {
  it('sees the phones that are there at first, and every change', async () => {
    const world = await setup();
    world.tracker.start();
    await waitFor('the first list', () => world.sightings.length === 1);
    world.change(PHONE);
    await waitFor('the phone', () => serials(world.last()).includes('R5CT'));
    world.change('');
    await waitFor('it to be gone', () => serials(world.last()).length === 0);
  });

  it('says when the server went away, and follows the next one by itself', async () => {
    const world = await setup();
    world.tracker.start();
    world.change(PHONE);
    await waitFor('the phone', () => serials(world.last()).includes('R5CT'));
    for (const socket of world.followers) socket.destroy();
    await waitFor('the loss to be told', () => world.sightings.some(({ available }) => !available));
    await waitFor('the phone again', () => serials(world.last()).includes('R5CT'));
  });

  it('says that there is no adb on the computer, and goes on running', async () => {
    const server = createAdbServer({ port: await freePort(), bin: '/nonexistent/adb' });
    const sightings: TrackedPhones[] = [];
    const tracker = createPhoneTracker(server, (sighting) => sightings.push(sighting));
    tracker.start();
    await waitFor('the news', () => sightings.length === 1);
    expect(sightings).toMatchObject([{ available: false, problem: { kind: 'no_adb' } }]);
    await tracker.stop();
  });

  it('stops at once while it follows, twice, and before it was started', async () => {
    const world = await setup();
    await world.tracker.stop();
    world.tracker.start();
    await waitFor('the first list', () => world.sightings.length === 1);
    await world.tracker.stop();
    await world.tracker.stop();
    await waitFor('every socket to be closed', () => world.adb.sockets.size === 0);
    expect(world.sightings).toHaveLength(1);
  });

  it('stops with the closing of a server that never answers', async () => {
    const world = await setup();
    world.silence();
    world.tracker.start();
    await waitFor('it to ask', () => world.adb.requests.length === 1);
    const stopped = world.tracker.stop();
    world.server.close();
    await stopped;
    expect(world.sightings).toEqual([]);
  });
});
