/**
 * The lanes that hold something, in memory: how much waits in each, and whose turn it is among those that wait for
 * the same SIMs. Counted from the indexes at the start, then kept by every move in and out of `queued`; so handing out
 * costs the same with one lane and with thousands, with one message waiting and with a million.
 */
import { PRIORITIES } from '../../shared/states.ts';
import { NEVER_UNDONE, type IfUndone } from '../storage/transactions.ts';
import type { LaneKey, LaneRow, LaneStore } from './lane-store.ts';
import { TurnRing } from './turn-ring.ts';

export interface Lane extends LaneRow {
  /** Messages that may go as soon as a SIM takes them. */
  ready: number;
  /** Messages that were tried and wait for their next try. */
  due: number;
  /** Parts of both. */
  parts: number;
  isHeld: boolean;
  readonly line: string;
}

/** What a message counts as in its lane. */
interface LaneEntry {
  readonly laneId: number;
  readonly parts: number;
  readonly isDue: boolean;
}

export interface Lanes {
  /** The lane of a new message; inside its transaction. */
  laneFor(key: LaneKey): Lane;
  byId(laneId: number): Lane | undefined;
  /** Inside the transaction that makes a message wait, or ends that; taken back if that is undone. */
  enter(entry: LaneEntry): void;
  leave(entry: LaneEntry): void;
  /** Lanes of a priority with something to send, by what they wait for. A paused client's are not among them. */
  rings(mode: string, priority: number): ReadonlyMap<string, TurnRing<Lane>>;
  /** Whether any lane takes turns. */
  hasReady(): boolean;
  /** Messages that wait, by mode and priority, and all. */
  of(mode: string, priority: number): number;
  total(): number;
  partsWaiting(mode: string): number;
  /** Lanes of one phone or SIM that have something in line, paused ones too. */
  readonly readyFor: (target: string) => readonly Lane[];
  /** Phones and SIMs that something in line names. */
  readonly readyTargets: () => ReadonlySet<string>;
  /** Messages that wait for one phone or SIM. */
  readonly waitingFor: (target: string) => number;
  /** Lanes in memory. */
  readonly size: () => number;
  /** Asks anew which lanes are held. */
  readonly updateHolds: () => void;
  /** Counts everything anew: what was counted through a damaged index may be wrong. Outside of a transaction. */
  readonly recount: () => void;
}

const keyOf = (key: LaneKey): string =>
  `${key.mode}\n${key.priority}\n${key.target}\n${key.clientId}\n${key.batchId}`;

/** A priority of a mode. */
const lineOf = (mode: string, priority: number): string => `${mode}/${priority}`;

export function createLanes(
  store: LaneStore,
  isHeld: (lane: LaneKey) => boolean,
  ifUndone: IfUndone = NEVER_UNDONE,
): Lanes {
  const lanes = new Map<number, Lane>();
  const byKey = new Map<string, Lane>();
  const rings = new Map<string, Map<string, TurnRing<Lane>>>();
  const counts = new Map<string, number>();
  let total = 0;

  function know(row: LaneRow): Lane {
    const known = lanes.get(row.id);
    if (known !== undefined) return known;
    const { id, mode, priority, target, clientId, batchId } = row;
    const lane: Lane = {
      ...{ id, mode, priority, target, clientId, batchId },
      ...{ ready: 0, due: 0, parts: 0, isHeld: isHeld(row), line: lineOf(mode, priority) },
    };
    lanes.set(row.id, lane);
    byKey.set(keyOf(row), lane);
    return lane;
  }

  function lookUp(laneId: number): Lane | undefined {
    const known = lanes.get(laneId);
    if (known !== undefined) return known;
    const row = store.byId(laneId);
    return row === undefined ? undefined : know(row);
  }

  /** A lane takes turns while it has something ready and nobody holds it. */
  function place(lane: Lane): void {
    let byTarget = rings.get(lane.line);
    if (byTarget === undefined) {
      byTarget = new Map<string, TurnRing<Lane>>();
      rings.set(lane.line, byTarget);
    }
    let ring = byTarget.get(lane.target);
    if (lane.ready > 0 && !lane.isHeld) {
      if (ring === undefined) {
        ring = new TurnRing();
        byTarget.set(lane.target, ring);
      }
      ring.add(lane);
    } else if (ring !== undefined) {
      ring.remove(lane);
      if (ring.size === 0) byTarget.delete(lane.target);
    }
  }

  function count(lane: Lane, messages: number, parts: number, isDue: boolean): void {
    if (isDue) lane.due += messages;
    else lane.ready += messages;
    lane.parts += parts;
    counts.set(lane.line, (counts.get(lane.line) ?? 0) + messages);
    total += messages;
    if (!isDue && (lane.ready === 0 || lane.ready === messages)) place(lane);
    if (lane.batchId !== '') keepWhileWaiting(lane);
  }

  /** Batches come and go: a lane of one is known while something waits in it. What is undone brings it back. */
  function keepWhileWaiting(lane: Lane): void {
    if (lane.ready + lane.due > 0) {
      lanes.set(lane.id, lane);
      byKey.set(keyOf(lane), lane);
    } else if (lanes.get(lane.id) === lane) {
      lanes.delete(lane.id);
      byKey.delete(keyOf(lane));
    }
  }

  function move(entry: LaneEntry, by: 1 | -1): void {
    const lane = lookUp(entry.laneId);
    if (lane === undefined) return;
    count(lane, by, by * entry.parts, entry.isDue);
    ifUndone(() => {
      count(lane, -by, -by * entry.parts, entry.isDue);
    });
  }

  function laneFor(key: LaneKey): Lane {
    const known = byKey.get(keyOf(key));
    if (known !== undefined) return known;
    const lane = know({ ...key, id: store.findOrAdd(key) });
    ifUndone(() => {
      lanes.delete(lane.id);
      byKey.delete(keyOf(key));
    });
    return lane;
  }

  function recount(): void {
    // Read before anything is forgotten: a read may fail.
    const ready = store.ready();
    const due = store.due();
    for (const memory of [lanes, byKey, rings, counts]) memory.clear();
    total = 0;
    for (const load of ready) count(know(load), load.messages, load.parts, false);
    for (const load of due) count(know(load), load.messages, load.parts, true);
  }

  recount();
  return {
    laneFor,
    byId: lookUp,
    enter: (entry) => {
      move(entry, 1);
    },
    leave: (entry) => {
      move(entry, -1);
    },
    rings: (mode, priority) => rings.get(lineOf(mode, priority)) ?? NO_RINGS,
    hasReady: () => {
      for (const byTarget of rings.values()) if (byTarget.size > 0) return true;
      return false;
    },
    of: (mode, priority) => counts.get(lineOf(mode, priority)) ?? 0,
    total: () => total,
    partsWaiting: (mode) => {
      let parts = 0;
      for (const lane of lanes.values()) if (lane.mode === mode) parts += lane.parts;
      return parts;
    },
    size: () => lanes.size,
    recount,
    readyFor: (target) => [...lanes.values()].filter((lane) => lane.target === target && lane.ready > 0),
    readyTargets: () => {
      const targets = new Set<string>();
      for (const lane of lanes.values()) if (lane.target !== '' && lane.ready > 0) targets.add(lane.target);
      return targets;
    },
    waitingFor: (target) => {
      let waiting = 0;
      for (const lane of lanes.values()) if (lane.target === target) waiting += lane.ready + lane.due;
      return waiting;
    },
    updateHolds: () => {
      for (const lane of lanes.values()) {
        const wanted = isHeld(lane);
        if (wanted === lane.isHeld) continue;
        lane.isHeld = wanted;
        place(lane);
      }
    },
  };
}

const NO_RINGS: ReadonlyMap<string, TurnRing<Lane>> = new Map();

/** Every line of the queue: a priority of a mode. */
export const LINE_PRIORITIES: readonly number[] = [...PRIORITIES.keys()];
