/** What adb and the shell of a phone print, broken: each parser answers, in time, and never throws. */
import { parseAppOp, parseBucket, parseWhitelist } from '../../electron/gateway/adb/app-background.ts';
import { parseProviderAnswer } from '../../electron/gateway/adb/content-call.ts';
import { parsePackageFacts, parseSha256 } from '../../electron/gateway/adb/installed-package.ts';
import { parseDevices } from '../../electron/gateway/adb/parse-devices.ts';
import { parsePackageAnswer } from '../../electron/gateway/adb/parse-install.ts';
import { parsePushAnswer } from '../../electron/gateway/adb/push-file.ts';
import { parseReverses } from '../../electron/gateway/adb/reverse.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { mutateText } from './mutate.ts';

const PACKAGE = 'app.relaydesk.relay';
/** A parser that takes longer for one answer is one that can be made to hang. */
const LONGEST_MS = 250;
const TURNS = 3;

const PARSERS: readonly ((text: string) => unknown)[] = [
  parseDevices,
  parseReverses,
  parseProviderAnswer,
  parsePackageAnswer,
  parseSha256,
  parseBucket,
  (text) => parsePackageFacts(text, PACKAGE),
  (text) => parseWhitelist(text, PACKAGE),
  (text) => parseAppOp(text, 'RUN_ANY_IN_BACKGROUND'),
  (text) => parsePushAnswer(Buffer.from(text, 'utf8')),
];

const TRUE_ANSWERS = [
  'R5CT30ABCDE            device usb:1-1 product:p model:SM_A525F device:d transport_id:1\n192.168.1.20:5555 offline transport_id:7\n',
  '(no serial number)     no permissions; see [http://developer.android.com/tools/device.html] usb:2-1\n',
  'host-11 tcp:8643 tcp:8643\n',
  'WARNING: linker\nResult: Bundle[{ok=false, reason=already_paired}]\n',
  'Performing Streamed Install\nFailure [INSTALL_FAILED_UPDATE_INCOMPATIBLE: Package app.relaydesk.relay signatures do not match]\n',
  `Packages:\n  Package [${PACKAGE}] (1a2b3c):\n    versionCode=3 minSdk=26 targetSdk=35\n    User 0: installed=true\n      runtime permissions:\n        android.permission.SEND_SMS: granted=true\n`,
  `${'ab'.repeat(32)}  /data/app/base.apk\n`,
  `user,${PACKAGE},10123\n`,
  'RUN_ANY_IN_BACKGROUND: ignore\n',
  '10\n',
  'OKAY\u0000\u0000\u0000\u0000',
] as const;

/** Milliseconds. One that seems slow is tried again: a busy computer takes its time once, a bad pattern each time. */
function shortestOf(parse: (input: string) => unknown, input: string): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS && shortest > LONGEST_MS; turn += 1) {
    const before = performance.now();
    parse(input);
    shortest = Math.min(shortest, performance.now() - before);
  }
  return shortest;
}

export const adbTarget: FuzzTarget = {
  name: 'adb',
  start: () =>
    Promise.resolve({
      make: (random) => mutateText(random.pick(TRUE_ANSWERS), random),
      feed: (input) => {
        for (const parse of PARSERS) {
          const ms = shortestOf(parse, input);
          if (ms > LONGEST_MS)
            throw new Error(`a parser took ${Math.round(ms)} ms: ${parse.toString().slice(0, 60)}`);
        }
        return Promise.resolve();
      },
      check: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    }),
};
