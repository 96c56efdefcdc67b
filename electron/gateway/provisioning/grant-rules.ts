import { sentence } from '../../shared/words/words.ts';
import { done, needsYou, type StepResult } from './provision-steps.ts';

/** What was read back after granting; null where the phone does not tell. */
interface GrantFacts {
  /** Wanted permissions that the app does not hold, by their short names. */
  readonly missing: readonly string[];
  readonly isOnBatteryWhitelist: boolean | null;
  /** 5 exempted, 10 active, then ever sleepier. */
  readonly standbyBucket: number | null;
  /** The mode of each operation of `wantedAppOps`, by its name. */
  readonly appOps: Readonly<Record<string, string | null>>;
  /** `ro.product.manufacturer`, as the phone prints it. */
  readonly manufacturer: string;
}

const PERMISSIONS = [
  'SEND_SMS',
  'RECEIVE_SMS',
  'READ_SMS',
  'READ_PHONE_STATE',
  'READ_PHONE_NUMBERS',
] as const;
/** Without these it can not send, or not tell its SIMs apart. */
const NEEDED: ReadonlySet<string> = new Set(['SEND_SMS', 'READ_PHONE_STATE']);
const ACTIVE_BUCKET = 10;

/** Android 9, which brought standby buckets and "run in the background". */
const BACKGROUND_API_LEVEL = 28;
/** Android 11, which takes permissions away from apps that nobody opens. */
const AUTO_REVOKE_API_LEVEL = 30;
/** Android 13. */
const NOTIFICATIONS_API_LEVEL = 33;

/** The permissions to grant; an unknown API level counts as the newest. */
export function wantedPermissions(apiLevel: number | null): readonly string[] {
  return (apiLevel ?? Infinity) >= NOTIFICATIONS_API_LEVEL
    ? [...PERMISSIONS, 'POST_NOTIFICATIONS']
    : PERMISSIONS;
}

interface WantedAppOp {
  readonly operation: string;
  readonly mode: string;
  /** Modes that are as good. */
  readonly accepts: readonly string[];
}

const APP_OPS: readonly (WantedAppOp & { readonly since: number })[] = [
  {
    operation: 'RUN_ANY_IN_BACKGROUND',
    mode: 'allow',
    accepts: ['allow', 'default'],
    since: BACKGROUND_API_LEVEL,
  },
  {
    operation: 'AUTO_REVOKE_PERMISSIONS_IF_UNUSED',
    mode: 'ignore',
    accepts: ['ignore'],
    since: AUTO_REVOKE_API_LEVEL,
  },
];

export function wantedAppOps(apiLevel: number | null): readonly WantedAppOp[] {
  return APP_OPS.filter(({ since }) => (apiLevel ?? Infinity) >= since);
}

export function hasStandbyBuckets(apiLevel: number | null): boolean {
  return (apiLevel ?? Infinity) >= BACKGROUND_API_LEVEL;
}

/** Who made the phone, as far as what helps where the shell may not grant: each maker has its own switch. */
function grantSwitchOf(manufacturer: string): 'xiaomi' | 'oppo' | 'other' {
  const maker = manufacturer.trim().toLowerCase();
  if (/^(xiaomi|redmi|poco)$/.test(maker)) return 'xiaomi';
  return /^(oppo|realme|oneplus)$/.test(maker) ? 'oppo' : 'other';
}

const NEEDED_NOT_GRANTED = {
  xiaomi: 'step.needed_not_granted_xiaomi',
  oppo: 'step.needed_not_granted_oppo',
  other: 'step.needed_not_granted',
} as const;
const SOME_NOT_GRANTED = {
  xiaomi: 'step.some_not_granted_xiaomi',
  oppo: 'step.some_not_granted_oppo',
  other: 'step.some_not_granted',
} as const;

/**
 * Decides what the step came to. A phone that can send is not held up by what is only good to have: that is named
 * with its fix, and the run goes on.
 */
export function judgeGrants(facts: GrantFacts, apiLevel: number | null): StepResult {
  const { missing } = facts;
  const names = missing.join(', ');
  const maker = grantSwitchOf(facts.manufacturer);
  if (missing.some((permission) => NEEDED.has(permission))) {
    return needsYou(sentence(NEEDED_NOT_GRANTED[maker], { names }));
  }
  if (missing.length > 0) return done(sentence(SOME_NOT_GRANTED[maker], { names }));
  return done(sentence(mayBePutToSleep(facts, apiLevel) ? 'step.may_sleep' : 'step.granted'));
}

function mayBePutToSleep(facts: GrantFacts, apiLevel: number | null): boolean {
  const { standbyBucket, appOps } = facts;
  const isRefused = ({ operation, accepts }: WantedAppOp): boolean => {
    const mode = appOps[operation] ?? null;
    return mode !== null && !accepts.includes(mode);
  };
  return (
    facts.isOnBatteryWhitelist === false ||
    (standbyBucket !== null && standbyBucket > ACTIVE_BUCKET) ||
    wantedAppOps(apiLevel).some(isRefused)
  );
}
