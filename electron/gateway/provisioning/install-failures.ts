/**
 * What Android's refusals of an app mean to a person. The names are those of `PackageManager` (`INSTALL_FAILED_…`,
 * `INSTALL_PARSE_FAILED_…`, `DELETE_FAILED_…`); many say one thing, so each leads to a cause, and the cause has words.
 */
import type { StepResult } from './provision-steps.ts';

type Cause =
  | 'storage'
  | 'other_signer'
  | 'newer_on_phone'
  | 'usb_install_off'
  | 'refused_on_phone'
  | 'play_protect'
  | 'phone_too_old'
  | 'phone_too_new'
  | 'no_sms_phone'
  | 'managed'
  | 'in_the_way'
  | 'damaged'
  | 'phone_trouble';

/** The names without their prefix. */
const CAUSES: Readonly<Record<Cause, readonly string[]>> = {
  storage: ['INSUFFICIENT_STORAGE'],
  other_signer: ['UPDATE_INCOMPATIBLE', 'INCONSISTENT_CERTIFICATES', 'SHARED_USER_INCOMPATIBLE'],
  newer_on_phone: ['VERSION_DOWNGRADE', 'PERMISSION_MODEL_DOWNGRADE', 'SANDBOX_VERSION_DOWNGRADE'],
  usb_install_off: ['USER_RESTRICTED'],
  refused_on_phone: ['ABORTED', 'CANCELED_BY_USER', 'REJECTED_BY_BUILDTYPE', 'PRE_APPROVAL_NOT_AVAILABLE'],
  play_protect: ['VERIFICATION_FAILURE', 'VERIFICATION_TIMEOUT'],
  phone_too_old: ['OLDER_SDK'],
  phone_too_new: ['NEWER_SDK', 'DEPRECATED_SDK_VERSION'],
  no_sms_phone: [
    'MISSING_FEATURE',
    'MISSING_SHARED_LIBRARY',
    'CPU_ABI_INCOMPATIBLE',
    'NO_MATCHING_ABIS',
    'NO_NATIVE_LIBRARIES',
  ],
  managed: ['DEVICE_POLICY_MANAGER', 'OWNER_BLOCKED', 'APP_PINNED'],
  in_the_way: [
    'CONFLICTING_PROVIDER',
    'DUPLICATE_PERMISSION',
    'DUPLICATE_PERMISSION_GROUP',
    'DUPLICATE_PACKAGE',
  ],
  damaged: [
    'INVALID_APK',
    'INVALID_URI',
    'NOT_APK',
    'BAD_MANIFEST',
    'UNEXPECTED_EXCEPTION',
    'NO_CERTIFICATES',
    'CERTIFICATE_ENCODING',
    'BAD_PACKAGE_NAME',
    'BAD_SHARED_USER_ID',
    'MANIFEST_MALFORMED',
    'MANIFEST_EMPTY',
    'RESOURCES_ARSC_COMPRESSED',
    'BAD_DEX_METADATA',
    'BAD_SIGNATURE',
    'BAD_PERMISSION_GROUP',
    'TEST_ONLY',
    'MISSING_SPLIT',
  ],
  phone_trouble: [
    'INTERNAL_ERROR',
    'ALREADY_EXISTS',
    'CONTAINER_ERROR',
    'DEXOPT',
    'INVALID_INSTALL_LOCATION',
    'MEDIA_UNAVAILABLE',
    'NO_SHARED_USER',
    'OTHER_STAGED_SESSION_IN_PROGRESS',
    'PACKAGE_CHANGED',
    'REPLACE_COULDNT_DELETE',
    'SESSION_INVALID',
    'UID_CHANGED',
    'WRONG_INSTALLED_VERSION',
  ],
};

const WORDS: Readonly<Record<Cause, StepResult>> = {
  storage: {
    state: 'needs_you',
    message: 'The phone has too little free space.',
    fix: 'Delete something on the phone, then click Pair again.',
  },
  other_signer: {
    state: 'needs_you',
    message: 'The relay app on the phone is signed by somebody else.',
    fix: 'Click Replace, or run relaydesk provision with --replace: the app on the phone goes with its records of sent texts, then ours is installed.',
    offers: 'replace',
  },
  newer_on_phone: {
    state: 'failed',
    message: 'The relay app on the phone is newer than the one of this program.',
    fix: 'Update RelayDesk on this computer, or remove the relay app from the phone, then click Pair again.',
  },
  usb_install_off: {
    state: 'needs_you',
    message: 'The phone does not allow apps to be installed over USB.',
    fix: 'Switch on “Install via USB” in the developer options (Xiaomi asks for a Mi account and a SIM), accept the question on the phone, then click Pair again.',
  },
  refused_on_phone: {
    state: 'needs_you',
    message: 'The installation was refused on the phone.',
    fix: 'Keep the phone unlocked, click Pair again and tap Install when the phone asks.',
  },
  play_protect: {
    state: 'needs_you',
    message: 'Play Protect stopped the installation.',
    fix: 'Open the Play Store on the phone, look under Play Protect what it says of RelayDesk Relay and allow it, then click Pair again.',
  },
  phone_too_old: {
    state: 'failed',
    message: 'The Android of this phone is too old for the relay app.',
    fix: 'Use a phone with Android 8 or newer.',
  },
  phone_too_new: {
    state: 'failed',
    message: 'The Android of this phone is too new for this relay app.',
    fix: 'Update RelayDesk on this computer, then click Pair again.',
  },
  no_sms_phone: {
    state: 'failed',
    message: 'This device lacks what a phone that sends texts has.',
    fix: 'Use a phone with a SIM that can send texts.',
  },
  managed: {
    state: 'needs_you',
    message: 'A rule on the phone forbids it.',
    fix: 'Ask whoever manages the phone, or use another phone.',
  },
  in_the_way: {
    state: 'needs_you',
    message: 'Another app on the phone stands in the way.',
    fix: 'Remove other copies of RelayDesk Relay from the phone, then click Pair again.',
  },
  damaged: {
    state: 'failed',
    message: 'The relay app did not arrive whole.',
    fix: 'Try another cable or USB port and click Pair again; if it comes back, install RelayDesk again.',
  },
  phone_trouble: {
    state: 'failed',
    message: 'The phone could not finish the installation.',
    fix: 'Restart the phone, then click Pair again.',
  },
};

const CAUSE_OF: ReadonlyMap<string, Cause> = new Map(
  Object.entries(CAUSES).flatMap(([cause, names]) =>
    names.flatMap((name) => (isCause(cause) ? [[name, cause] as const] : [])),
  ),
);

function isCause(word: string): word is Cause {
  return Object.hasOwn(CAUSES, word);
}

/** The words for Android's name of a refusal; one that is not known is named. */
export function installFailure(code: string): StepResult {
  // Of an installation it is a switch of the developer options, of a removal the rule of an administrator.
  if (code === 'DELETE_FAILED_USER_RESTRICTED') return WORDS.managed;
  const name = code.replace(/^(?:INSTALL_PARSE_FAILED|INSTALL_FAILED|DELETE_FAILED|INSTALL)_/, '');
  const cause = CAUSE_OF.get(name);
  if (cause !== undefined) return WORDS[cause];
  return {
    state: 'failed',
    message: `The phone refused the relay app: ${code}.`,
    fix: 'Restart the phone and click Pair again; if it comes back, look this code up together with the model of the phone.',
  };
}
