/**
 * The states of a message, an attempt and a device with one sentence each, those of the queue, and which moves exist.
 * The same words stand in the database, the API, the phone link and on screen.
 */

export const MESSAGE_STATES = {
  scheduled: 'Waits for its time.',
  queued: 'Accepted and stored; waits for a SIM that may send it now.',
  sending: 'An attempt is open: offered to, or held by, a phone.',
  sent: 'The radio accepted every part.',
  delivered: 'The network reported that every part arrived.',
  undelivered: 'The network reported a permanent failure of a part.',
  failed: 'The phone or the network refused it, and it will not be tried again.',
  expired: 'Its time ran out, and it is proved unsent.',
  cancelled: 'Stopped by a client, the operator or an opt-out, and proved unsent.',
  unknown: 'Handed to a phone, and what became of it cannot be learnt now.',
} as const;
export type MessageState = keyof typeof MESSAGE_STATES;

/** Every allowed move of a message; what is not listed is forbidden. */
export const MESSAGE_MOVES: Readonly<Record<MessageState, readonly MessageState[]>> = {
  scheduled: ['queued', 'cancelled', 'expired'],
  queued: ['sending', 'cancelled', 'expired', 'failed'],
  sending: ['sent', 'delivered', 'undelivered', 'failed', 'unknown', 'queued', 'expired', 'cancelled'],
  sent: ['delivered', 'undelivered'],
  delivered: [],
  undelivered: [],
  failed: [],
  expired: [],
  cancelled: [],
  unknown: ['sent', 'delivered', 'undelivered', 'failed', 'expired', 'cancelled'],
};

export const ATTEMPT_STATES = {
  offered: 'Committed here, perhaps written to the phone; the phone has not answered yet.',
  accepted: 'Stored in the ledger of the phone.',
  submitting: 'The phone is handing it to the radio, or has done so without an answer yet.',
  sent: 'The radio accepted every part.',
  failed: 'The radio or the network refused at least one part.',
  rejected: 'The phone proved that this attempt submitted nothing.',
  unknown: 'Handed over, and the outcome cannot be learnt now.',
} as const;
export type AttemptState = keyof typeof ATTEMPT_STATES;

/** Rank for merging facts that arrive in any order, twice or late: a fact never lowers the rank. */
export const ATTEMPT_RANK: Readonly<Record<AttemptState, number>> = {
  offered: 0,
  accepted: 1,
  submitting: 2,
  unknown: 3,
  rejected: 4,
  failed: 4,
  sent: 4,
};

export const BATCH_STATES = {
  accepting: 'Its messages are being stored; nobody sees any of them yet.',
  running: 'Its messages go out.',
  paused: 'Its messages wait until it is resumed; what a phone has goes on.',
  finished: 'None of its messages waits or is with a phone any more.',
  cancelled: 'Stopped: what waited is cancelled, and phones are asked to stop what they hold.',
} as const;
export type BatchState = keyof typeof BATCH_STATES;

/** Every allowed move of a batch; what is not listed is forbidden. */
export const BATCH_MOVES: Readonly<Record<BatchState, readonly BatchState[]>> = {
  accepting: ['running'],
  running: ['paused', 'finished', 'cancelled'],
  paused: ['running', 'finished', 'cancelled'],
  finished: [],
  cancelled: [],
};

export const DEVICE_STATES = {
  unknown: 'Known here, and not seen since the gateway started.',
  seen: 'ADB lists it.',
  unauthorized: 'ADB lists it, and the phone has not allowed this computer.',
  offline: 'ADB lists it, and it does not answer.',
  available: 'ADB can use it; it is not linked.',
  provisioning: 'It is being installed or paired.',
  linking: 'Paired; the gateway waits for the relay to dial in.',
  ready: 'Linked, with a fresh heartbeat, permission to send and a SIM in service.',
  limited: 'Linked, and something keeps it from sending; the problems say what.',
  lost: 'It was linked, and is silent now.',
} as const;
export type DeviceState = keyof typeof DEVICE_STATES;

/** What the queue is doing; `words/queue.ts` says what each means. */
export const QUEUE_STATES = [
  'running',
  'quiet_hours',
  'no_device',
  'paused',
  'failure_rate',
  'reconcile',
  'backlog_full',
  'backlog_too_old',
  'storage_low',
  'storage_damaged',
  'storage_lost',
] as const;
export type QueueState = (typeof QUEUE_STATES)[number];

/** What keeps the database from taking new work, as a state of the queue. */
export type StorageTrouble = Extract<QueueState, `storage_${string}`>;

/** The queue states in which new messages are refused with `queue_blocked`. */
export const REFUSING_QUEUE_STATES: readonly QueueState[] = [
  'backlog_full',
  'backlog_too_old',
  'storage_low',
  'storage_damaged',
  'storage_lost',
];

/** Why a message waits; `words/queue.ts` says what each means and what to do. */
export const WAITING_REASONS = [
  'scheduled',
  'quiet_hours',
  'pacing',
  'daily_cap',
  'no_device',
  'sim_out_of_service',
  'paused',
  'failure_rate',
  'reconcile',
  'phone_silent',
] as const;
export type WaitingReason = (typeof WAITING_REASONS)[number];

export const STEP_STATES = ['waiting', 'running', 'done', 'needs_you', 'failed', 'skipped'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** The steps of one-click provisioning, in order. */
export const PROVISION_STEPS = ['find', 'check', 'install', 'grant', 'link', 'verify'] as const;
export type StepName = (typeof PROVISION_STEPS)[number];

export const PROVISION_RUN_STATES = ['running', 'done', 'failed', 'needs_you'] as const;
export type RunState = (typeof PROVISION_RUN_STATES)[number];

/** `live` rows go through real phones; `test` rows only through the demo phone. */
export const MODES = ['live', 'test'] as const;
export type Mode = (typeof MODES)[number];

/** From the most to the least urgent; the place in this list is the number in the database. */
export const PRIORITIES = ['otp', 'transactional', 'bulk'] as const;
export type Priority = (typeof PRIORITIES)[number];

export function isMessageState(text: string): text is MessageState {
  return Object.hasOwn(MESSAGE_STATES, text);
}
