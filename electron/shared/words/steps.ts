/** What the steps of provisioning say; what Android answers to an installation stands in `installing.ts`. */
import { RESTART_PHONE } from './installing.ts';
import type { Entries } from './text.ts';

const CLICK_PAIR_AGAIN = { en: 'Click Pair again.', ne: 'फेरि “जोड्नुहोस्” थिच्नुहोस्।' } as const;
const CHECK_CABLE = {
  en: 'Check the cable, then click Pair again.',
  ne: 'केबल जाँचेर फेरि “जोड्नुहोस्” थिच्नुहोस्।',
} as const;
const OPEN_RELAY_APP = {
  en: 'Open the relay app on the phone once, then click Pair again.',
  ne: 'फोनमा रिले एप एक पटक खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
} as const;

const NEEDED_MISSING = {
  en: 'The phone did not grant: {names}.',
  ne: 'फोनले यी अनुमति दिएन: {names}।',
} as const;
const SOME_MISSING = {
  en: 'The relay app can send, but the phone did not grant: {names}.',
  ne: 'रिले एपले पठाउन सक्छ, तर फोनले यी अनुमति दिएन: {names}।',
} as const;
/** Each maker has its own switch. */
const GRANT_BY_HAND = {
  en: 'On the phone, open Settings → Apps → RelayDesk Relay → Permissions, allow SMS and Phone, then click Pair again.',
  ne: 'फोनमा Settings → Apps → RelayDesk Relay → Permissions खोलेर SMS र Phone लाई अनुमति दिनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
} as const;
const GRANT_ON_XIAOMI = {
  en: 'In the developer options switch on “USB debugging (Security settings)”, then click Pair again.',
  ne: 'developer options मा “USB debugging (Security settings)” खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
} as const;
const GRANT_ON_OPPO = {
  en: 'In the developer options switch on “Disable permission monitoring”, then click Pair again.',
  ne: 'developer options मा “Disable permission monitoring” खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
} as const;

export const STEP_TITLE = {
  find: { message: { en: 'Find the phone', ne: 'फोन खोज्ने' } },
  check: { message: { en: 'Check the phone', ne: 'फोन जाँच्ने' } },
  install: { message: { en: 'Install the relay app', ne: 'रिले एप राख्ने' } },
  grant: { message: { en: 'Grant its permissions', ne: 'अनुमति दिने' } },
  link: { message: { en: 'Pair', ne: 'जोड्ने' } },
  verify: { message: { en: 'Check that it can send', ne: 'पठाउन सक्छ कि जाँच्ने' } },
} as const satisfies Entries;

export const STEP = {
  // Finding the phone.
  not_listed: {
    message: { en: 'ADB does not list this phone.', ne: 'ADB ले यो फोन देख्दैन।' },
    fix: {
      en: 'Plug it in with a data cable and switch USB debugging on in the developer options.',
      ne: 'डाटा केबलले जोड्नुहोस् र developer options मा USB debugging खोल्नुहोस्।',
    },
  },
  found: { message: { en: 'Found {phone}.', ne: '{phone} भेटियो।' } },

  // Checking it.
  android_too_old: {
    message: {
      en: 'This phone runs an Android older than 8 (API level {level}).',
      ne: 'यस फोनमा Android 8 भन्दा पुरानो छ (API level {level})।',
    },
    fix: { en: 'Use a phone with Android 8 or newer.', ne: 'Android 8 वा नयाँ भएको फोन प्रयोग गर्नुहोस्।' },
  },
  not_unlocked: {
    message: {
      en: 'The phone was restarted and not unlocked since.',
      ne: 'फोन फेरि सुरु भएपछि खोलिएको छैन।',
    },
    fix: {
      en: 'Unlock the phone once with its PIN, then click Pair again.',
      ne: 'PIN हालेर फोन एक पटक खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  sim_locked: {
    message: { en: 'The SIM of the phone is locked.', ne: 'फोनको SIM लक छ।' },
    fix: {
      en: 'Unlock the SIM with its PIN on the phone, then click Pair again.',
      ne: 'फोनमा PIN हालेर SIM खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  no_sim: {
    message: { en: 'There is no SIM in the phone.', ne: 'फोनमा SIM छैन।' },
    fix: {
      en: 'Put a SIM in, wait until the phone shows its operator, then click Pair again.',
      ne: 'SIM राख्नुहोस्, फोनले सेवा प्रदायक देखाएपछि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  new_enough: { message: { en: 'Android is new enough.', ne: 'Android पर्याप्त नयाँ छ।' } },
  new_enough_level: {
    message: {
      en: 'Android is new enough (API level {level}).',
      ne: 'Android पर्याप्त नयाँ छ (API level {level})।',
    },
  },

  // Granting.
  granting: { message: { en: 'Granting {name}.', ne: '{name} को अनुमति दिँदै।' } },
  allowing_background: {
    message: { en: 'Allowing it to run in the background.', ne: 'पृष्ठभूमिमा चल्न दिँदै।' },
  },
  needed_not_granted: { message: NEEDED_MISSING, fix: GRANT_BY_HAND },
  needed_not_granted_xiaomi: { message: NEEDED_MISSING, fix: GRANT_ON_XIAOMI },
  needed_not_granted_oppo: { message: NEEDED_MISSING, fix: GRANT_ON_OPPO },
  some_not_granted: { message: SOME_MISSING, fix: GRANT_BY_HAND },
  some_not_granted_xiaomi: { message: SOME_MISSING, fix: GRANT_ON_XIAOMI },
  some_not_granted_oppo: { message: SOME_MISSING, fix: GRANT_ON_OPPO },
  may_sleep: {
    message: {
      en: 'All permissions are granted, but the phone may put the relay app to sleep.',
      ne: 'सबै अनुमति दिइयो, तर फोनले रिले एपलाई सुताउन सक्छ।',
    },
    fix: {
      en: 'On the phone, allow RelayDesk Relay to use the battery without restriction.',
      ne: 'फोनमा RelayDesk Relay लाई ब्याट्री बिना रोक चलाउन दिनुहोस्।',
    },
  },
  granted: { message: { en: 'All permissions are granted.', ne: 'सबै अनुमति दिइयो।' } },

  // Pairing, and the proof that it can send.
  no_port: {
    message: { en: 'No port of the phone is free.', ne: 'फोनको कुनै पोर्ट खाली छैन।' },
    fix: RESTART_PHONE,
  },
  paired: {
    message: { en: 'The phone is paired with this gateway.', ne: 'फोन यस गेटवेसँग जोडियो।' },
  },
  did_not_dial: {
    message: { en: 'The relay app did not dial in.', ne: 'रिले एप जोडिन आएन।' },
    fix: OPEN_RELAY_APP,
  },
  relay_silent: {
    message: { en: 'The relay app does not answer.', ne: 'रिले एपले जवाफ दिँदैन।' },
    fix: OPEN_RELAY_APP,
  },
  paired_elsewhere: {
    message: { en: 'The phone is paired with another gateway.', ne: 'फोन अर्को गेटवेसँग जोडिएको छ।' },
    fix: {
      en: 'Unpair it in the relay app on the phone, then click Pair again.',
      ne: 'फोनको रिले एपमा त्यो जोडाइ हटाउनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  relay_refused: {
    message: { en: 'The relay app refused: {reason}.', ne: 'रिले एपले अस्वीकार गर्‍यो: {reason}।' },
    fix: CLICK_PAIR_AGAIN,
  },
  odd_answer: {
    message: { en: 'The phone gave an odd answer.', ne: 'फोनले अनौठो जवाफ दियो।' },
    fix: CLICK_PAIR_AGAIN,
  },
  can_send: { message: { en: 'The phone can send.', ne: 'फोनले पठाउन सक्छ।' } },
  no_sign_of_life: {
    message: {
      en: 'The phone gave no sign of life after pairing.',
      ne: 'जोडिएपछि फोनबाट कुनै संकेत आएन।',
    },
    fix: CHECK_CABLE,
  },

  // What breaks a step off.
  gateway_trouble: {
    message: { en: 'Something went wrong inside the gateway.', ne: 'गेटवेभित्र केही गडबड भयो।' },
    fix: {
      en: 'Click Pair again; if it comes back, look into the log of the gateway.',
      ne: 'फेरि “जोड्नुहोस्” थिच्नुहोस्; फेरि भए गेटवेको लग हेर्नुहोस्।',
    },
  },
  adb_silent: {
    message: {
      en: 'The adb server does not answer; it is being started again.',
      ne: 'adb सर्भरले जवाफ दिँदैन; फेरि सुरु गरिँदैछ।',
    },
    fix: { en: 'Click Pair again in a moment.', ne: 'एकछिनमा फेरि “जोड्नुहोस्” थिच्नुहोस्।' },
  },
  phone_slow: {
    message: { en: 'The phone did not answer in time.', ne: 'फोनले समयमा जवाफ दिएन।' },
    fix: {
      en: 'Check the cable, unlock the phone, then click Pair again.',
      ne: 'केबल जाँच्नुहोस्, फोन खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  phone_gone: {
    message: { en: 'The phone is gone from the cable.', ne: 'फोन केबलमा छैन।' },
    fix: {
      en: 'Plug it in again, then click Pair again.',
      ne: 'केबल फेरि लगाएर फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  adb_says: { message: { en: 'ADB says: {words}', ne: 'ADB को भनाइ: {words}' }, fix: CHECK_CABLE },
} as const satisfies Entries;
