/**
 * Phones in a process of their own, dialling the gateway directly: load relays, each with its own durable ledger
 * and a radio that delivers at once. Forked with one JSON argument (LoadOrder). Sends `{linked}` when all are linked
 * and, asked with any message, `{submits}`: how many texts the radios have sent.
 */
import { join } from 'node:path';
import { waitFor } from '../support/wait-for.ts';
import { createRadio } from '../virtual-phone/radio/radio.ts';
import { createLoadRelay } from '../virtual-phone/relay/load-relay.ts';
import type { PairingCode } from './console-socket.ts';

export interface LoadOrder {
  readonly directory: string;
  /** One phone for each code. */
  readonly codes: readonly PairingCode[];
}

export type LoadNews = { readonly linked: number } | { readonly submits: number };

function startPhone(directory: string, index: number, code: PairingCode) {
  const home = join(directory, `phone-${index}`);
  const radio = createRadio({ logPath: join(home, 'radio.jsonl') });
  const relay = createLoadRelay({
    directory: home,
    radio,
    model: 'Load Phone',
    android: 34,
    sims: [{ id: 1, slot: 1, carrier: 'Ncell', mcc_mnc: '42902', number: null }],
  });
  relay.start();
  const answer = relay.pair(code);
  if (!answer.ok) throw new Error(`phone ${index} did not take the pairing: ${answer.reason}`);
  return { radio, relay };
}

const { directory, codes } = JSON.parse(process.argv[2] ?? '') as LoadOrder;
const phones = codes.map((code, index) => startPhone(directory, index, code));
const tell = (news: LoadNews) => process.send?.(news);

process.on('message', () => {
  tell({ submits: phones.reduce((sum, { radio }) => sum + (radio.log().at(-1)?.submit ?? 0), 0) });
});
process.on('disconnect', () => {
  void Promise.all(phones.map(({ relay }) => relay.stop())).then(() => process.exit(0));
});

await waitFor('every phone to be linked', () => phones.every(({ relay }) => relay.state.isLinked), {
  deadlineMs: 60_000,
});
tell({ linked: phones.length });
