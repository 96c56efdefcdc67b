import { inEnglish, sentence } from '../../shared/words/words.ts';
import {
  LINK_VERSION,
  MINIMUM_LINK_VERSION,
  parsePhoneFrame,
  type GatewayFrames,
  type PhoneFrames,
} from './frames.ts';
import type { HelloAnswer, PairingAnswer, RelayCallbacks } from './relay-callbacks.ts';

/** What the frame of a phone that is not linked yet leads to. */
export type HandshakeOutcome =
  | { readonly kind: 'cut'; readonly why: string }
  | {
      readonly kind: 'refused';
      readonly frame: GatewayFrames['refused'];
      /** What went wrong in here, if it was not the phone's fault; for the log. */
      readonly cause?: unknown;
    }
  | { readonly kind: 'paired'; readonly frame: GatewayFrames['paired'] }
  | {
      readonly kind: 'welcome';
      readonly hello: PhoneFrames['hello'];
      readonly answer: Extract<HelloAnswer, { ok: true }>;
      /** The version the link runs at. */
      readonly version: number;
    };

/** Decides about a line that came before `welcome`: `pair` once and first, then `hello`; or `hello` at once. */
export async function answerHandshake(
  line: string,
  mayPair: boolean,
  callbacks: Pick<RelayCallbacks, 'redeemPairing' | 'authenticate'>,
): Promise<HandshakeOutcome> {
  const parsed = parsePhoneFrame(line);
  if (parsed.kind !== 'frame') {
    return { kind: 'cut', why: parsed.kind === 'cut' ? parsed.why : `a ${parsed.type} frame before hello` };
  }
  const { frame } = parsed;
  if (frame.t !== 'hello' && !(frame.t === 'pair' && mayPair)) {
    return { kind: 'cut', why: `a ${frame.t} frame before hello` };
  }
  if (frame.v < MINIMUM_LINK_VERSION) return refused('version', oldVersion(frame.v));
  if (frame.t === 'pair') return answerPair(frame, callbacks);
  const answer = await callbacks.authenticate(frame);
  if (!answer.ok) return refused(answer.reason, answer.message);
  return { kind: 'welcome', hello: frame, answer, version: Math.min(frame.v, LINK_VERSION) };
}

async function answerPair(
  frame: PhoneFrames['pair'],
  callbacks: Pick<RelayCallbacks, 'redeemPairing'>,
): Promise<HandshakeOutcome> {
  let answer: PairingAnswer;
  try {
    answer = await callbacks.redeemPairing(frame);
  } catch (cause) {
    // Told, not only cut: whoever stands in front of the phone would wait for an answer that never comes.
    return { ...refused('error', 'The gateway could not store the pairing. Pair again.'), cause };
  }
  if (!answer.ok) return refused(answer.reason, answer.message);
  const paired = { device_id: answer.deviceId, token: answer.token, gateway_id: answer.gatewayId };
  return { kind: 'paired', frame: { t: 'paired', ...paired } };
}

function refused(reason: string, message: string) {
  return { kind: 'refused', frame: { t: 'refused', reason, message } } as const;
}

function oldVersion(theirs: number): string {
  return inEnglish(sentence('link.old_version', { theirs, needed: MINIMUM_LINK_VERSION })).message;
}
