import { describe, expect, it } from 'vitest';
import { judge } from '../../../../../electron/gateway/cli/doctor-checks.ts';
import type { DoctorFacts, GatewayFacts } from '../../../../../electron/gateway/cli/doctor-facts.ts';
import { doctorAnswer, doctorLine } from '../../../../../electron/gateway/cli/doctor-command.ts';
import { sentence } from '../../../../../electron/shared/words/words.ts';

const NOW = new Date('2026-11-25T10:00:00Z');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const GB = 1024 ** 3;
const RUNNING: GatewayFacts = {
  kind: 'running',
  phones: [{ name: 'Relay Device 1', state: 'ready', problems: [] }],
};
const FOLDER = { kind: 'folder', uid: 1000, mode: 0o40700, freeBytes: 5 * GB } as const;
const PROGRAM = { path: '/usr/bin/adb', version: '1.0.41' };

const SOUND: DoctorFacts = {
  dataDir: '/data',
  ownUid: 1000,
  gateway: RUNNING,
  directory: FOLDER,
  database: { kind: 'ok' },
  lastRepair: { kind: 'none' },
  backup: null,
  lastCrash: { kind: 'none' },
  apiPort: { port: 8642, use: 'ours' },
  relayPort: { port: 8643, use: 'ours' },
  adb: { port: 5037, program: PROGRAM, isServerReachable: true },
  clock: { now: NOW, gatewayNow: NOW, zone: 'Asia/Kathmandu' },
  key: { kind: 'plain', mode: 0o100600 },
};

const NONE: GatewayFacts = { kind: 'none' };
const CRASH = { kind: 'crash', at: '2026-11-25T10:00:00Z', version: '0.1.0', reason: 'Error: x' } as const;

const aged = (days: number) => ({
  path: '/data/relaydesk.db.before-3',
  madeAt: NOW.getTime() - days * 86_400_000,
});

type Row = readonly [name: string, state: string, code: string, change: Partial<DoctorFacts>];

const ROWS: readonly Row[] = [
  ['data_directory', 'ok', 'directory_fine', {}],
  ['data_directory', 'ok', 'directory_missing', { directory: { kind: 'missing' } }],
  ['data_directory', 'fail', 'directory_not_folder', { directory: { kind: 'not_folder' } }],
  ['data_directory', 'fail', 'directory_unreadable', { directory: { kind: 'unreadable', why: 'EACCES' } }],
  ['data_directory', 'fail', 'directory_of_another', { directory: { ...FOLDER, uid: 0 } }],
  ['data_directory', 'fail', 'directory_writable', { directory: { ...FOLDER, mode: 0o41777 } }],
  ['data_directory', 'fail', 'disk_full', { directory: { ...FOLDER, freeBytes: 100 * 1024 ** 2 - 1 } }],
  ['data_directory', 'warn', 'disk_filling', { directory: { ...FOLDER, freeBytes: 100 * 1024 ** 2 } }],
  ['data_directory', 'ok', 'directory_fine', { directory: { ...FOLDER, freeBytes: GB } }],
  ['data_directory', 'warn', 'directory_open', { directory: { ...FOLDER, mode: 0o40755 } }],
  ['data_directory', 'ok', 'directory_fine', { ownUid: undefined, directory: { ...FOLDER, mode: 0o40777 } }],
  ['database', 'ok', 'database_fine', {}],
  ['database', 'ok', 'database_missing', { gateway: NONE, database: { kind: 'missing' } }],
  ['database', 'fail', 'database_lost', { database: { kind: 'missing' } }],
  ['database', 'fail', 'database_empty', { database: { kind: 'empty' } }],
  ['database', 'warn', 'database_in_log', { database: { kind: 'in_log' } }],
  ['database', 'fail', 'database_damaged', { database: { kind: 'damaged', why: 'page 3' } }],
  ['database', 'fail', 'database_unreadable', { database: { kind: 'unreadable', why: 'locked' } }],
  [
    'database',
    'fail',
    'database_damaged_with_backup',
    { database: { kind: 'damaged', why: 'page 3' }, backup: aged(9) },
  ],
  ['last_repair', 'warn', 'repaired', { lastRepair: { kind: 'repair', at: 'then', why: 'page 3' } }],
  ['last_repair', 'warn', 'repair_unreadable', { lastRepair: { kind: 'unreadable' } }],
  ['gateway', 'fail', 'gateway_refusing', { gateway: { kind: 'refusing', why: 'damaged' } }],
  ['backup', 'ok', 'backup_fine', { backup: aged(7) }],
  ['backup', 'warn', 'backup_old', { backup: aged(8) }],
  ['backup', 'warn', 'backup_none', {}],
  ['last_crash', 'ok', 'no_crash', {}],
  ['last_crash', 'warn', 'crashed', { lastCrash: CRASH }],
  ['last_crash', 'warn', 'crash_unreadable', { lastCrash: { kind: 'unreadable' } }],
  ['gateway', 'ok', 'gateway_running', {}],
  ['gateway', 'ok', 'gateway_none', { gateway: NONE }],
  ['gateway', 'fail', 'gateway_silent', { gateway: { kind: 'silent', why: 'late' } }],
  ['api_port', 'ok', 'port_ours', {}],
  ['api_port', 'ok', 'port_free', { apiPort: { port: 8642, use: 'free' } }],
  ['api_port', 'fail', 'port_taken', { gateway: NONE, apiPort: { port: 8642, use: 'other' } }],
  ['api_port', 'warn', 'port_taken', { apiPort: { port: 8642, use: 'other' } }],
  [
    'api_port',
    'fail',
    'port_of_another_relaydesk',
    { gateway: NONE, apiPort: { port: 8642, use: 'relaydesk' } },
  ],
  ['relay_port', 'ok', 'port_ours', {}],
  ['relay_port', 'fail', 'port_taken', { gateway: NONE, relayPort: { port: 8643, use: 'other' } }],
  ['adb', 'ok', 'adb_fine', {}],
  ['adb', 'warn', 'adb_none', { adb: { port: 5037, program: null, isServerReachable: false } }],
  ['adb', 'ok', 'adb_server_only', { adb: { port: 5037, program: null, isServerReachable: true } }],
  ['adb', 'warn', 'adb_no_server', { adb: { port: 5037, program: PROGRAM, isServerReachable: false } }],
  [
    'adb',
    'ok',
    'adb_idle',
    { gateway: NONE, adb: { port: 5037, program: PROGRAM, isServerReachable: false } },
  ],
  ['clock', 'ok', 'clock_fine', {}],
  ['clock', 'fail', 'clock_wrong', { clock: { now: new Date(0), gatewayNow: null, zone: 'UTC' } }],
  ['clock', 'ok', 'clock_fine', { clock: { now: NOW, gatewayNow: null, zone: 'UTC' } }],
  ['clock', 'ok', 'clock_fine', { clock: { now: NOW, gatewayNow: later(-5_000), zone: 'UTC' } }],
  ['clock', 'warn', 'clocks_apart', { clock: { now: NOW, gatewayNow: later(-5_001), zone: 'UTC' } }],
  ['clock', 'warn', 'clocks_apart', { clock: { now: NOW, gatewayNow: later(5_001), zone: 'UTC' } }],
  ['key_protection', 'warn', 'key_plain', {}],
  ['key_protection', 'ok', 'key_missing', { key: { kind: 'missing' } }],
  ['key_protection', 'fail', 'key_damaged', { key: { kind: 'damaged' } }],
  ['key_protection', 'fail', 'key_open', { key: { kind: 'plain', mode: 0o100640 } }],
  ['backup', 'warn', 'backup_none', {}],
  ['backup', 'ok', 'backup_of_nothing', { database: { kind: 'missing' } }],
  ['phones', 'ok', 'phone_fine', {}],
  ['phones', 'ok', 'phones_not_asked', { gateway: NONE }],
  ['phones', 'warn', 'phones_none', { gateway: { kind: 'running', phones: [] } }],
];

describe('the lines of the doctor', () => {
  it.each(ROWS)('%s: %s %s', (name, state, code, change) => {
    const found = judge({ ...SOUND, ...change }).filter((check) => check.name === name);
    expect(found.map((check) => [check.state, check.spoken.code])).toEqual([[state, `doctor.${code}`]]);
  });

  it.each(ROWS.filter(([, state]) => state !== 'ok'))(
    '%s: %s %s has a way out',
    (name, _state, _code, change) => {
      for (const check of judge({ ...SOUND, ...change })) {
        if (check.name === name) expect(doctorLine(check)).toMatch(/\n {6}→ \S/);
      }
    },
  );

  it('has a line for each problem of each phone', () => {
    const phones = [
      { name: 'A', state: 'limited', problems: [{ message: 'No SIM.', fix: 'Put one in.' }] },
      { name: 'B', state: 'ready', problems: [] },
    ];
    const lines = judge({ ...SOUND, gateway: { kind: 'running', phones } }).filter(
      ({ name }) => name === 'phones',
    );
    expect(lines.map(doctorLine)).toEqual([
      'WARN  A: No SIM.\n      → For this phone: Put one in.',
      'ok    B has no problem (ready).',
    ]);
  });

  it('is sound as long as no line fails', () => {
    const warned = judge({ ...SOUND, lastCrash: CRASH });
    expect(doctorAnswer(warned)['ok']).toBe(true);
    expect(doctorAnswer(judge({ ...SOUND, key: { kind: 'damaged' } }))['ok']).toBe(false);
  });

  it('tells each line with its words, its code and its values', () => {
    const check = {
      name: 'api_port',
      state: 'ok',
      spoken: sentence('doctor.port_free', { port: 8642 }),
    } as const;
    expect(doctorAnswer([check])['checks']).toEqual([
      {
        name: 'api_port',
        state: 'ok',
        message: 'Port 8642 is free.',
        fix: null,
        code: 'doctor.port_free',
        values: { port: 8642 },
      },
    ]);
  });

  it('gives the terminal nothing to obey', () => {
    const spoken = sentence('doctor.phone_fine', { name: 'a\u001b[2J\nb', state: 'ready' });
    expect(doctorLine({ name: 'phones', state: 'ok', spoken })).toBe('ok    a [2J b has no problem (ready).');
  });
});
