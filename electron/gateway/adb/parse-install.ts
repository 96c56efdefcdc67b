import { printable } from './printable.ts';

/** What the phone's package manager made of an APK, or of a request to remove an app. */
export type PackageAnswer =
  | { readonly kind: 'ok' }
  /** `code` is Android's own name, as `INSTALL_FAILED_OLDER_SDK`; `detail` what it said besides. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  | { readonly kind: 'odd'; readonly output: string };

const FAILURE = /^\s*Failure(?: \[([^\]]*))?/m;
const CODE = /^([A-Z][A-Z0-9_]{2,63})(?::\s*([\s\S]*))?$/;
const LONGEST_DETAIL = 200;

/**
 * Reads the answer of `pm install` and `pm uninstall`: a line `Success`, or `Failure [CODE: words]`. The words may
 * hold anything, `Success` on a line of its own included: a failure anywhere is a no.
 */
export function parsePackageAnswer(output: string): PackageAnswer {
  const text = output.replaceAll('\r\n', '\n');
  const failure = FAILURE.exec(text);
  if (failure !== null) {
    const said = (failure[1] ?? '').trim();
    const [, code, detail = ''] = CODE.exec(said) ?? [];
    return code === undefined
      ? { kind: 'odd', output: printable(failure[0], LONGEST_DETAIL) }
      : { kind: 'refused', code, detail: printable(detail, LONGEST_DETAIL) };
  }
  // Vendors leave the name of a refusal in a stack trace instead.
  const named = /\b(INSTALL_(?:PARSE_)?FAILED_[A-Z0-9_]{2,48}|DELETE_FAILED_[A-Z0-9_]{2,48})\b/.exec(text);
  if (named?.[1] !== undefined) {
    return { kind: 'refused', code: named[1], detail: printable(text, LONGEST_DETAIL) };
  }
  if (/^Success\s*$/m.test(text) && !/exception/i.test(text)) return { kind: 'ok' };
  return { kind: 'odd', output: printable(text, LONGEST_DETAIL) };
}
