/** Looks at the surroundings of a data directory: each probe reads only, has a deadline, and answers a fact. */
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { callConsole, ConsoleClientError, NoGatewayError, RefusedError } from './console-client.ts';
import type {
  CrashFacts,
  DirectoryFacts,
  DoctorFacts,
  GatewayFacts,
  KeyFacts,
  RepairFacts,
} from './doctor-facts.ts';
import { findAdb, isAdbServerReachable, useOfApiPort, useOfRelayPort } from './doctor-ports.ts';

export interface Surroundings {
  readonly dataDir: string;
  readonly port: number;
  readonly relayPort: number;
  readonly adbPort: number;
}

/** Everything that `judge` wants to know. */
export async function findOut({ dataDir, port, relayPort, adbPort }: Surroundings): Promise<DoctorFacts> {
  const gateway = await askGateway(dataDir);
  const isRunning = gateway.kind === 'running' || gateway.kind === 'refusing';
  const key = readKey(dataDir);
  const { checkDatabase, findBackup } = await import('../wiring/database-check.ts');
  const [api, relay, program, isServerReachable] = await Promise.all([
    useOfApiPort(port, isRunning),
    useOfRelayPort(relayPort, isRunning ? key.certificate : null),
    findAdb(process.env),
    isAdbServerReachable(adbPort),
  ]);
  return {
    dataDir,
    ownUid: process.getuid?.(),
    gateway,
    directory: readDirectory(dataDir),
    database: await checkDatabase(dataDir, gateway.kind !== 'none'),
    lastRepair: readRepair(dataDir),
    backup: await findBackup(dataDir),
    lastCrash: readCrash(dataDir),
    apiPort: { port, use: api },
    relayPort: { port: relayPort, use: relay },
    adb: { port: adbPort, program, isServerReachable },
    clock: await readClock(dataDir, isRunning),
    key: key.facts,
  };
}

const codeOf = (error: unknown): unknown => (error instanceof Error ? Reflect.get(error, 'code') : undefined);
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
const stringOf = (value: unknown, name: string): string => {
  const found = fieldOf(value, name);
  return typeof found === 'string' ? found : '';
};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

async function askGateway(dataDir: string): Promise<GatewayFacts> {
  try {
    const { items } = await callConsole(dataDir, 'GET', '/devices');
    const phones = listOf(items).map((phone) => ({
      name: stringOf(phone, 'name'),
      state: stringOf(phone, 'state'),
      problems: listOf(fieldOf(phone, 'problems')).map((problem) => ({
        message: stringOf(problem, 'message'),
        fix: stringOf(problem, 'fix'),
      })),
    }));
    return { kind: 'running', phones };
  } catch (error) {
    if (error instanceof NoGatewayError) return { kind: 'none' };
    return { kind: error instanceof RefusedError ? 'refusing' : 'silent', why: textOf(error) };
  }
}

async function readClock(dataDir: string, isRunning: boolean): Promise<DoctorFacts['clock']> {
  const gatewayNow = isRunning ? await askClock(dataDir) : null;
  return { now: new Date(), gatewayNow, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

async function askClock(dataDir: string): Promise<Date | null> {
  try {
    const time = Date.parse(stringOf(await callConsole(dataDir, 'GET', '/clock'), 'now'));
    return Number.isNaN(time) ? null : new Date(time);
  } catch (error) {
    // It ended meanwhile, or is of an older version that does not tell; then its clock is left out.
    if (error instanceof ConsoleClientError) return null;
    throw error;
  }
}

function readDirectory(dataDir: string): DirectoryFacts {
  try {
    const found = statSync(dataDir, { throwIfNoEntry: false });
    if (found === undefined) return { kind: 'missing' };
    if (!found.isDirectory()) return { kind: 'not_folder' };
    const disk = statfsSync(dataDir);
    return { kind: 'folder', uid: found.uid, mode: found.mode, freeBytes: disk.bavail * disk.bsize };
  } catch (error) {
    return codeOf(error) === 'ENOTDIR' ? { kind: 'not_folder' } : { kind: 'unreadable', why: textOf(error) };
  }
}

function readCrash(dataDir: string): CrashFacts {
  const text = readText(join(dataDir, 'last-crash'));
  if (text === null) return { kind: 'none' };
  const parsed = text === undefined ? undefined : parse(text);
  const [at, version, reason] = ['at', 'version', 'reason'].map((name) => stringOf(parsed, name));
  if (!at || !version || !reason) return { kind: 'unreadable' };
  // The reason is a stack; its first line says what it was.
  return { kind: 'crash', at, version, reason: reason.split('\n', 1)[0] ?? reason };
}

function readRepair(dataDir: string): RepairFacts {
  const text = readText(join(dataDir, 'last-repair'));
  if (text === null) return { kind: 'none' };
  const parsed = text === undefined ? undefined : parse(text);
  const [at, why] = ['at', 'why'].map((name) => stringOf(parsed, name));
  return at && why ? { kind: 'repair', at, why } : { kind: 'unreadable' };
}

function readKey(dataDir: string): { facts: KeyFacts; certificate: X509Certificate | null } {
  const path = join(dataDir, 'relay-key.json');
  const text = readText(path);
  if (text === null) return { facts: { kind: 'missing' }, certificate: null };
  try {
    const parsed = parse(text ?? '');
    const certificate = new X509Certificate(stringOf(parsed, 'certificatePem'));
    if (stringOf(parsed, 'privateKeyPem') === '') throw new Error(path);
    return { facts: { kind: 'plain', mode: statSync(path).mode }, certificate };
  } catch {
    // Whatever is wrong with it, it is of no use and the way out is the same.
    return { facts: { kind: 'damaged' }, certificate: null };
  }
}

/** Null when there is no such file, undefined when it can not be read. */
function readText(path: string): string | null | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(String(codeOf(error))) ? null : undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON has none of the fields that are looked for.
    return undefined;
  }
}
