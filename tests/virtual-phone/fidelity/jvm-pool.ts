/** Warm JVMs for the apps of fidelity phones: a start takes seconds, and a killed app wants to run again at once. */
import { randomUUID } from 'node:crypto';
import { RelayJvm } from './relay-jvm.ts';
import { openSocksDoor, type DialFromPhone, type SocksDoor } from './socks-door.ts';

/** Warmed ahead of need. More would only take the processor from the ones in use. */
const SPARE = 2;

interface JvmPool {
  /** A JVM in which no life runs; its sockets are dialled by `dial`. */
  take(dial: DialFromPhone): Promise<RelayJvm>;
  /** Ends what runs in it, without a kill, and keeps it for the next; one that is dead is forgotten. */
  giveBack(jvm: RelayJvm): Promise<void>;
  /** Breaks every connection of its app. */
  cut(jvm: RelayJvm): void;
  /** Kills all. */
  close(): void;
}

let shared: JvmPool | undefined;

/** The pool of this process; it is opened when first asked for. Its JVMs end with the process. */
export async function jvmPool(): Promise<JvmPool> {
  shared ??= openPool(await openSocksDoor());
  return shared;
}

function openPool(door: SocksDoor): JvmPool {
  const idle: RelayJvm[] = [];
  const all = new Set<RelayJvm>();
  const warm = (): RelayJvm => {
    const jvm = new RelayJvm({ socksPort: door.port, user: randomUUID() });
    all.add(jvm);
    void jvm.gone.then(() => {
      all.delete(jvm);
      door.close(jvm.user);
    });
    return jvm;
  };
  const refill = (): void => {
    while (idle.length < SPARE) idle.push(warm());
  };
  const kill = (): void => {
    for (const jvm of all) {
      jvm.kill();
      jvm.clearAway();
    }
  };
  process.once('exit', kill);
  return {
    async take(dial) {
      const jvm = idle.find((each) => !each.isGone) ?? warm();
      const kept = idle.filter((each) => each !== jvm && !each.isGone);
      idle.splice(0, idle.length, ...kept);
      await jvm.ready();
      refill();
      door.route(jvm.user, dial);
      return jvm;
    },
    async giveBack(jvm) {
      door.close(jvm.user);
      if (jvm.isGone) return;
      try {
        await jvm.order('end');
        idle.unshift(jvm);
      } catch {
        // It died, or would not end in time: no home for another life.
        jvm.kill();
      }
    },
    cut: (jvm) => door.cut(jvm.user),
    close() {
      process.removeListener('exit', kill);
      kill();
      shared = undefined;
    },
  };
}
