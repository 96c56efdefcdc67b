/** What the facts mean to the operator: a line each, in order. Pure. */
import { assertNever } from '../../shared/assert-never.ts';
import { sentence, type Sentence } from '../../shared/words/words.ts';
import type { DoctorFacts, PhoneFacts } from './doctor-facts.ts';

type CheckState = 'ok' | 'warn' | 'fail';

/** One line: `fail` keeps texts from going out or puts them in danger, `warn` may do so later. */
export interface DoctorCheck {
  readonly name: string;
  readonly state: CheckState;
  readonly spoken: Sentence;
}

type Verdict = readonly [state: CheckState, spoken: Sentence];

/** Below it the gateway accepts nothing new. */
const LOW_SPACE_BYTES = 100 * 1024 * 1024;
const LITTLE_SPACE_BYTES = 1024 * 1024 * 1024;
const WRITABLE_BY_ALL = 0o002;
const OPEN_TO_OTHERS = 0o077;
/** No computer that runs this version can honestly show an earlier date. */
const EARLIEST = Date.parse('2026-01-01T00:00:00Z');

/** A clock that was set is believed after a minute; until then the gateway goes by the old one. */
const CLOCKS_APART_MS = 5_000;

const DAY_MS = 86_400_000;
/** A backup loses what came after it: one that is older is worth little to a busy workspace. */
const OLD_BACKUP_DAYS = 7;

const megabytes = (bytes: number): number => Math.floor(bytes / 1024 / 1024);
const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0');

/** The lines of `relaydesk doctor`; phones come last, one line each. */
export function judge(facts: DoctorFacts): readonly DoctorCheck[] {
  const verdicts: readonly (readonly [string, Verdict])[] = [
    ['data_directory', judgeDirectory(facts)],
    ['database', judgeDatabase(facts)],
    ...judgeRepair(facts).map((verdict) => ['last_repair', verdict] as const),
    ['last_crash', judgeCrash(facts)],
    ['gateway', judgeGateway(facts)],
    ['api_port', judgePort(facts, facts.apiPort, '--port')],
    ['relay_port', judgePort(facts, facts.relayPort, '--relay-port')],
    ['adb', judgeAdb(facts)],
    ['clock', judgeClock(facts)],
    ['key_protection', judgeKey(facts)],
    ['backup', judgeBackup(facts)],
    ...judgePhones(facts).map((verdict) => ['phones', verdict] as const),
  ];
  return verdicts.map(([name, [state, spoken]]) => ({ name, state, spoken }));
}

function judgeDirectory({ dataDir, directory, ownUid }: DoctorFacts): Verdict {
  switch (directory.kind) {
    case 'missing':
      return ['ok', sentence('doctor.directory_missing', { dataDir })];
    case 'not_folder':
      return ['fail', sentence('doctor.directory_not_folder', { dataDir })];
    case 'unreadable':
      return ['fail', sentence('doctor.directory_unreadable', { dataDir, why: directory.why })];
    case 'folder':
      break;
    default:
      return assertNever(directory);
  }
  const { uid, mode, freeBytes } = directory;
  const freeMb = megabytes(freeBytes);
  if (ownUid !== undefined) {
    if (uid !== ownUid) return ['fail', sentence('doctor.directory_of_another', { dataDir, uid })];
    if ((mode & WRITABLE_BY_ALL) !== 0) return ['fail', sentence('doctor.directory_writable', { dataDir })];
  }
  if (freeBytes < LOW_SPACE_BYTES) return ['fail', sentence('doctor.disk_full', { dataDir, freeMb })];
  if (ownUid !== undefined && (mode & OPEN_TO_OTHERS) !== 0) {
    return ['warn', sentence('doctor.directory_open', { dataDir, mode: octal(mode) })];
  }
  if (freeBytes < LITTLE_SPACE_BYTES) return ['warn', sentence('doctor.disk_filling', { dataDir, freeMb })];
  return ['ok', sentence('doctor.directory_fine', { dataDir, freeMb })];
}

function judgeDatabase({ dataDir, database, gateway, backup }: DoctorFacts): Verdict {
  const values = { dataDir };
  switch (database.kind) {
    case 'ok':
      return ['ok', sentence('doctor.database_fine')];
    case 'missing':
      return gateway.kind === 'none'
        ? ['ok', sentence('doctor.database_missing')]
        : ['fail', sentence('doctor.database_lost', values)];
    case 'empty':
      return ['fail', sentence('doctor.database_empty', values)];
    case 'in_log':
      return ['warn', sentence('doctor.database_in_log')];
    case 'damaged':
      return backup === null
        ? ['fail', sentence('doctor.database_damaged', { dataDir, why: database.why })]
        : [
            'fail',
            sentence('doctor.database_damaged_with_backup', {
              ...{ dataDir, why: database.why, backup: backup.path },
            }),
          ];
    case 'unreadable':
      return ['fail', sentence('doctor.database_unreadable', { dataDir, why: database.why })];
    default:
      return assertNever(database);
  }
}

/** No line where nothing was ever repaired. */
function judgeRepair({ dataDir, lastRepair }: DoctorFacts): readonly Verdict[] {
  switch (lastRepair.kind) {
    case 'none':
      return [];
    case 'unreadable':
      return [['warn', sentence('doctor.repair_unreadable', { dataDir })]];
    case 'repair': {
      const { at, why } = lastRepair;
      return [['warn', sentence('doctor.repaired', { at, why, dataDir })]];
    }
    default:
      return assertNever(lastRepair);
  }
}

function judgeCrash({ dataDir, lastCrash }: DoctorFacts): Verdict {
  switch (lastCrash.kind) {
    case 'none':
      return ['ok', sentence('doctor.no_crash')];
    case 'unreadable':
      return ['warn', sentence('doctor.crash_unreadable', { dataDir })];
    case 'crash': {
      const { at, version, reason } = lastCrash;
      return ['warn', sentence('doctor.crashed', { at, version, reason, dataDir })];
    }
    default:
      return assertNever(lastCrash);
  }
}

function judgeGateway({ dataDir, gateway }: DoctorFacts): Verdict {
  switch (gateway.kind) {
    case 'none':
      return ['ok', sentence('doctor.gateway_none')];
    case 'silent':
      return ['fail', sentence('doctor.gateway_silent', { dataDir, why: gateway.why })];
    case 'refusing':
      return ['fail', sentence('doctor.gateway_refusing', { why: gateway.why })];
    case 'running':
      return ['ok', sentence('doctor.gateway_running')];
    default:
      return assertNever(gateway);
  }
}

const isUp = ({ kind }: DoctorFacts['gateway']): boolean => kind === 'running' || kind === 'refusing';

function judgePort({ gateway }: DoctorFacts, { port, use }: DoctorFacts['apiPort'], option: string): Verdict {
  switch (use) {
    case 'free':
      return ['ok', sentence('doctor.port_free', { port })];
    case 'ours':
      return ['ok', sentence('doctor.port_ours', { port })];
    case 'relaydesk':
    case 'other': {
      // A gateway that runs has its ports; this one is in the way of the next start alone.
      const state = isUp(gateway) ? 'warn' : 'fail';
      return use === 'other'
        ? [state, sentence('doctor.port_taken', { port, option })]
        : [state, sentence('doctor.port_of_another_relaydesk', { port, option })];
    }
    default:
      return assertNever(use);
  }
}

function judgeAdb({ adb: { program, port, isServerReachable }, gateway }: DoctorFacts): Verdict {
  if (program === null) {
    return isServerReachable
      ? ['ok', sentence('doctor.adb_server_only', { port })]
      : ['warn', sentence('doctor.adb_none')];
  }
  if (isServerReachable) return ['ok', sentence('doctor.adb_fine', { ...program, port })];
  return isUp(gateway)
    ? ['warn', sentence('doctor.adb_no_server', { ...program, port })]
    : ['ok', sentence('doctor.adb_idle', { ...program, port })];
}

function judgeClock({ clock: { now, gatewayNow, zone } }: DoctorFacts): Verdict {
  const time = now.toISOString();
  if (now.getTime() < EARLIEST) return ['fail', sentence('doctor.clock_wrong', { time })];
  if (gatewayNow !== null && Math.abs(gatewayNow.getTime() - now.getTime()) > CLOCKS_APART_MS) {
    return ['warn', sentence('doctor.clocks_apart', { time, gatewayTime: gatewayNow.toISOString() })];
  }
  return ['ok', sentence('doctor.clock_fine', { time, zone })];
}

function judgeKey({ dataDir, key, ownUid }: DoctorFacts): Verdict {
  switch (key.kind) {
    case 'missing':
      return ['ok', sentence('doctor.key_missing')];
    case 'damaged':
      return ['fail', sentence('doctor.key_damaged', { dataDir })];
    case 'plain':
      return ownUid !== undefined && (key.mode & OPEN_TO_OTHERS) !== 0
        ? ['fail', sentence('doctor.key_open', { dataDir, mode: octal(key.mode) })]
        : ['warn', sentence('doctor.key_plain', { dataDir })];
    default:
      return assertNever(key);
  }
}

function judgeBackup({ dataDir, database, backup, clock: { now } }: DoctorFacts): Verdict {
  if (backup === null) {
    return database.kind === 'missing'
      ? ['ok', sentence('doctor.backup_of_nothing')]
      : ['warn', sentence('doctor.backup_none', { dataDir })];
  }
  const days = Math.max(0, Math.floor((now.getTime() - backup.madeAt) / DAY_MS));
  const values = { path: backup.path, days };
  return days > OLD_BACKUP_DAYS
    ? ['warn', sentence('doctor.backup_old', { ...values, dataDir })]
    : ['ok', sentence('doctor.backup_fine', values)];
}

function judgePhones({ gateway }: DoctorFacts): readonly Verdict[] {
  // Why it can not tell of them stands in its own line.
  if (gateway.kind === 'refusing') return [];
  if (gateway.kind !== 'running') return [['ok', sentence('doctor.phones_not_asked')]];
  if (gateway.phones.length === 0) return [['warn', sentence('doctor.phones_none')]];
  return gateway.phones.flatMap(judgePhone);
}

function judgePhone({ name, state, problems }: PhoneFacts): readonly Verdict[] {
  if (problems.length === 0) return [['ok', sentence('doctor.phone_fine', { name, state })]];
  return problems.map(({ message, fix }) => [
    'warn',
    sentence('doctor.phone_problem', { name, problem: message, remedy: fix }),
  ]);
}
