/** PDUs as a message centre sends them to a phone (3GPP TS 23.040), in hex, with an empty service centre in front. */

const TYPE_INTERNATIONAL = 0x91;
const TYPE_UNKNOWN = 0x81;
const TYPE_ALPHANUMERIC = 0xd0;
const DCS_UCS2 = 0x08;
const UCS2_ALONE = 70;
const UCS2_JOINED = 67;

interface StatusReportFacts {
  readonly recipient: string;
  /** TP-MR, 0 to 255. */
  readonly reference: number;
  /** When the message centre took the text; milliseconds since 1970. */
  readonly submittedAt: number;
  readonly settledAt: number;
  /** TP-Status: 0x00 delivered, 0x20–0x3F still trying, 0x40–0x7F given up. */
  readonly status: number;
}

/** An SMS-STATUS-REPORT. */
export function statusReportPdu(facts: StatusReportFacts): string {
  return hex([
    0x00,
    0x06,
    facts.reference & 0xff,
    ...addressOf(facts.recipient),
    ...timestamp(facts.submittedAt),
    ...timestamp(facts.settledAt),
    facts.status,
  ]);
}

/** SMS-DELIVER PDUs of a text in UCS-2, joined by an 8-bit reference when it needs more than one. */
export function deliverPdus(text: {
  readonly from: string;
  readonly body: string;
  readonly smscAt: number;
  readonly reference: number;
}): string[] {
  const pieces = text.body.length <= UCS2_ALONE ? [text.body] : cut(text.body, UCS2_JOINED);
  return pieces.map((piece, index) => {
    const header =
      pieces.length === 1 ? [] : [0x05, 0x00, 0x03, text.reference & 0xff, pieces.length, index + 1];
    const userData = [...header, ...Buffer.from(piece, 'utf16le').swap16()];
    return hex([
      0x00,
      header.length === 0 ? 0x04 : 0x44,
      ...addressOf(text.from),
      0x00,
      DCS_UCS2,
      ...timestamp(text.smscAt),
      userData.length,
      ...userData,
    ]);
  });
}

/** Pieces of UTF-16 units; a pair is never split. */
function cut(text: string, units: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (piece.length + character.length > units) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** TP-OA or TP-RA: length in semi-octets, type, digits swapped by pairs; letters are packed septets. */
function addressOf(address: string): number[] {
  const digits = address.replaceAll(/\D/g, '');
  if (/[^\d+ ()-]/.test(address)) {
    const packed = packSeptets(address);
    return [Math.ceil((address.length * 7) / 4), TYPE_ALPHANUMERIC, ...packed];
  }
  const type = address.startsWith('+') ? TYPE_INTERNATIONAL : TYPE_UNKNOWN;
  const octets: number[] = [];
  for (let at = 0; at < digits.length; at += 2) {
    const high = digits[at + 1];
    octets.push(((high === undefined ? 15 : Number(high)) << 4) | Number(digits[at]));
  }
  return [digits.length, type, ...octets];
}

/** Letters, digits and spaces have the same number in GSM-7 and ASCII. */
function packSeptets(text: string): number[] {
  let bits = 0n;
  Array.from(text).forEach((character, index) => {
    bits |= BigInt(character.charCodeAt(0) & 0x7f) << BigInt(7 * index);
  });
  const octets: number[] = [];
  for (let left = text.length * 7; left > 0; left -= 8) {
    octets.push(Number(bits & 0xffn));
    bits >>= 8n;
  }
  return octets;
}

/** Seven octets of swapped decimals, in UTC. */
function timestamp(at: number): number[] {
  const time = new Date(at);
  const fields = [
    time.getUTCFullYear() % 100,
    time.getUTCMonth() + 1,
    time.getUTCDate(),
    time.getUTCHours(),
    time.getUTCMinutes(),
    time.getUTCSeconds(),
    0,
  ];
  return fields.map((value) => ((value % 10) << 4) | Math.floor(value / 10));
}

const hex = (bytes: readonly number[]): string => Buffer.from(bytes).toString('hex');
