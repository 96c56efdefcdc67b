/**
 * What Android's refusals of an app mean to a person. The names are those of `PackageManager` (`INSTALL_FAILED_…`,
 * `INSTALL_PARSE_FAILED_…`, `DELETE_FAILED_…`); many say one thing, so each leads to a cause, and the cause has words.
 */
import { sentence } from '../../shared/words/words.ts';
import { failed, needsYou, type StepResult } from './provision-steps.ts';

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

/** Causes that a person at the phone, or its owner, can do away with; the others end in failure. */
const CAUSES_FOR_A_PERSON: ReadonlySet<Cause> = new Set([
  'storage',
  'other_signer',
  'usb_install_off',
  'refused_on_phone',
  'play_protect',
  'managed',
  'in_the_way',
]);

function resultOf(cause: Cause): StepResult {
  const spoken = sentence(`install.${cause}`);
  if (!CAUSES_FOR_A_PERSON.has(cause)) return failed(spoken);
  return cause === 'other_signer' ? { ...needsYou(spoken), offers: 'replace' } : needsYou(spoken);
}

const CAUSE_OF: ReadonlyMap<string, Cause> = new Map(
  Object.entries(CAUSES).flatMap(([cause, names]) =>
    names.flatMap((name) => (isCause(cause) ? [[name, cause] as const] : [])),
  ),
);

function isCause(word: string): word is Cause {
  return Object.hasOwn(CAUSES, word);
}

/** What Android's name of a refusal comes to; one that is not known is named. */
export function installFailure(code: string): StepResult {
  // Of an installation it is a switch of the developer options, of a removal the rule of an administrator.
  if (code === 'DELETE_FAILED_USER_RESTRICTED') return resultOf('managed');
  const name = code.replace(/^(?:INSTALL_PARSE_FAILED|INSTALL_FAILED|DELETE_FAILED|INSTALL)_/, '');
  const cause = CAUSE_OF.get(name);
  if (cause !== undefined) return resultOf(cause);
  return failed(sentence('install.unknown_refusal', { name: code }));
}
