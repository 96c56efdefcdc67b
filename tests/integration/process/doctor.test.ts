/** `relaydesk doctor` as the operator runs it: on nothing, on a broken data directory, beside a running gateway. */
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { asRecord, gatewayArguments, startGateway } from '../../support/gateway-process.ts';
import { damagePage, pageOf } from '../../support/surroundings/database-pages.ts';

const [PROGRAM = ''] = gatewayArguments({ dataDir: '' });

interface Seen {
  readonly code: number;
  readonly ok: unknown;
  /** State and code by the name of the line; of several lines, the last. */
  readonly lines: Readonly<Record<string, string>>;
  readonly errors: string;
}

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'relaydesk-doctor-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** A port on which another program listens, and one on which nobody does. */
async function ports(): Promise<{ taken: number; free: number }> {
  const [taken, free] = await Promise.all(
    [createServer(), createServer()].map(async (server) => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      return { server, port: address.port };
    }),
  );
  if (taken === undefined || free === undefined) throw new Error('no ports');
  onTestFinished(() => void taken.server.close());
  await new Promise((resolve) => free.server.close(resolve));
  return { taken: taken.port, free: free.port };
}

async function doctor(dataDir: string, port: number, relayPort: number): Promise<Seen> {
  const given = ['--data-dir', dataDir, '--port', String(port), '--relay-port', String(relayPort)];
  const args = [PROGRAM, 'doctor', '--json', ...given, '--adb-port', '9'];
  const { code, stdout, stderr } = await new Promise<{ code: number; stdout: string; stderr: string }>(
    (resolve) => {
      const child = execFile(process.execPath, args, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      });
    },
  );
  const { ok, checks } = asRecord(JSON.parse(stdout));
  if (!Array.isArray(checks)) throw new Error(stdout);
  const told: readonly unknown[] = checks;
  const lines = told
    .map(asRecord)
    .map((line) => [String(line['name']), `${String(line['state'])} ${String(line['code'])}`] as const);
  return { code, ok, lines: Object.fromEntries(lines), errors: stderr };
}

/** Every file with its bytes and mode. */
async function contentOf(dataDir: string): Promise<Readonly<Record<string, string>>> {
  const found = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const names = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const files = names.sort().map(async (file) => {
    const { mode } = await stat(file);
    return [file, `${mode.toString(8)} ${(await readFile(file)).toString('base64')}`] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

it('finds nothing wrong where nothing is yet, and makes nothing', async () => {
  const parent = await folder();
  const { free, taken } = await ports();
  const seen = await doctor(path.join(parent, 'data'), free, taken);
  expect(seen.lines).toMatchObject({
    data_directory: 'ok doctor.directory_missing',
    database: 'ok doctor.database_missing',
    gateway: 'ok doctor.gateway_none',
    api_port: 'ok doctor.port_free',
    relay_port: 'fail doctor.port_taken',
    key_protection: 'ok doctor.key_missing',
    phones: 'ok doctor.phones_not_asked',
  });
  expect([seen.code, seen.ok, seen.errors]).toEqual([1, false, '']);
  expect((await doctor(path.join(parent, 'data'), free, free)).code).toBe(0);
  expect(await readdir(parent)).toEqual([]);
});

it('asks a running gateway, and changes nothing when that was killed or stopped', async () => {
  const dataDir = await folder();
  const gateway = await startGateway({ dataDir, demoPhone: true });
  onTestFinished(() => gateway.kill());
  const port = Number(new URL(gateway.ready.url).port);
  const beside = await doctor(dataDir, port, gateway.ready.relay_port);
  expect(beside.lines).toMatchObject({
    data_directory: 'ok doctor.directory_fine',
    database: 'ok doctor.database_fine',
    last_crash: 'ok doctor.no_crash',
    gateway: 'ok doctor.gateway_running',
    api_port: 'ok doctor.port_ours',
    relay_port: 'ok doctor.port_ours',
    clock: 'ok doctor.clock_fine',
    key_protection: 'warn doctor.key_plain',
    backup: 'warn doctor.backup_none',
  });
  expect(beside.lines['phones']).toMatch(/doctor\.phone_/);
  expect([beside.code, beside.ok, beside.errors]).toEqual([0, true, '']);
  const told = Date.parse(String((await gateway.console('GET', '/console/clock'))['now']));
  expect(Math.abs(told - Date.now())).toBeLessThan(5_000);
  const other = await doctor(await folder(), port, gateway.ready.relay_port);
  expect(other.lines['api_port']).toBe('fail doctor.port_of_another_relaydesk');

  await gateway.kill();
  const killed = await contentOf(dataDir);
  const after = await doctor(dataDir, port, gateway.ready.relay_port);
  expect(after.lines).toMatchObject({
    gateway: 'ok doctor.gateway_none',
    database: 'ok doctor.database_fine',
  });
  expect(await contentOf(dataDir)).toEqual(killed);

  const again = await startGateway({ dataDir });
  await again.stop();
  const stopped = await contentOf(dataDir);
  expect((await doctor(dataDir, port, port)).lines['database']).toBe('ok doctor.database_fine');
  expect(await contentOf(dataDir)).toEqual(stopped);
});

it('says what is broken, the file and the way out', async () => {
  const dataDir = await folder();
  const gateway = await startGateway({ dataDir });
  await gateway.stop();
  const database = path.join(dataDir, 'relaydesk.db');
  const sound = path.join(await folder(), 'sound.db');
  await copyFile(database, sound);
  const bytes = await readFile(database);
  await writeFile(database, bytes.fill(0x5a, 4096, 12_288));
  await writeFile(path.join(dataDir, 'relay-key.json'), '{"privateKeyPem":');
  const crash = { at: '2026-11-25T10:00:00.000Z', version: '0.1.0', origin: 'x', reason: 'Error: planted' };
  await writeFile(path.join(dataDir, 'last-crash'), `${JSON.stringify(crash)}\n`);
  await chmod(dataDir, 0o777);
  const { free } = await ports();
  const seen = await doctor(dataDir, free, free);
  expect(seen.lines).toMatchObject({
    data_directory: 'fail doctor.directory_writable',
    database: 'fail doctor.database_damaged',
    last_crash: 'warn doctor.crashed',
    key_protection: 'fail doctor.key_damaged',
  });
  expect([seen.code, seen.ok]).toEqual([1, false]);

  await truncate(database);
  expect((await doctor(dataDir, free, free)).lines['database']).toBe('fail doctor.database_empty');
  await writeFile(database, 'not a database, though it is long enough to be looked at as one'.repeat(20));
  expect((await doctor(dataDir, free, free)).lines['database']).toBe('fail doctor.database_damaged');
  await copyFile(sound, database);
  expect((await doctor(dataDir, free, free)).lines['database']).toBe('ok doctor.database_fine');
});

it('finds nothing wrong in a folder that is empty, and leaves it so', async () => {
  const dataDir = await folder();
  const { free } = await ports();
  const seen = await doctor(dataDir, free, free);
  expect(seen.lines).toMatchObject({
    data_directory: 'ok doctor.directory_fine',
    database: 'ok doctor.database_missing',
    backup: 'ok doctor.backup_of_nothing',
  });
  expect([seen.code, await readdir(dataDir)]).toEqual([0, []]);
});

it('tells of indexes that were made anew, and of a gateway that can not read its database', async () => {
  const dataDir = await folder();
  const database = path.join(dataDir, 'relaydesk.db');
  await (await startGateway({ dataDir, demoPhone: true })).stop();
  damagePage(database, pageOf(database, 'messages_to', 'leaf'));
  const mended = await startGateway({ dataDir, demoPhone: true });
  onTestFinished(() => mended.kill());
  const port = Number(new URL(mended.ready.url).port);
  const seen = await doctor(dataDir, port, mended.ready.relay_port);
  expect([seen.code, seen.lines]).toMatchObject([
    0,
    { database: 'ok doctor.database_fine', last_repair: 'warn doctor.repaired' },
  ]);
  await mended.stop();

  await copyFile(database, `${database}.before-3`);
  damagePage(database, pageOf(database, 'attempts', 'leaf'));
  const damaged = await startGateway({ dataDir, demoPhone: true });
  onTestFinished(() => damaged.kill());
  const ill = await doctor(dataDir, Number(new URL(damaged.ready.url).port), damaged.ready.relay_port);
  expect([ill.code, ill.lines]).toMatchObject([
    1,
    {
      gateway: 'fail doctor.gateway_refusing',
      database: 'fail doctor.database_damaged_with_backup',
      api_port: 'ok doctor.port_ours',
      backup: 'ok doctor.backup_fine',
    },
  ]);
});
