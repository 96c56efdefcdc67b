/** What is said of phones and of ADB. */
import type { Entries } from './text.ts';

const REPLUG = { en: 'Unplug the cable and plug it in again.', ne: 'केबल निकालेर फेरि लगाउनुहोस्।' } as const;

/** A phone that ADB lists. */
export const PHONE = {
  paired: { message: { en: 'This phone is paired.', ne: 'यो फोन जोडिएको छ।' } },
  can_be_paired: {
    message: { en: 'This phone can be paired.', ne: 'यो फोन जोड्न मिल्छ।' },
    fix: { en: 'Click Pair.', ne: '“जोड्नुहोस्” थिच्नुहोस्।' },
  },
  unauthorized: {
    message: {
      en: 'The phone has not allowed this computer yet.',
      ne: 'फोनले यस कम्प्युटरलाई अझै अनुमति दिएको छैन।',
    },
    fix: {
      en: 'Unlock the phone, tick “Always allow” and tap Allow.',
      ne: 'फोन खोल्नुहोस्, “Always allow” मा चिन्ह लगाएर Allow थिच्नुहोस्।',
    },
  },
  offline: { message: { en: 'The phone does not answer.', ne: 'फोनले जवाफ दिँदैन।' }, fix: REPLUG },
  no_usb_permission: {
    message: {
      en: 'This computer may not use the USB port of the phone.',
      ne: 'यस कम्प्युटरलाई फोनको USB पोर्ट चलाउने अनुमति छैन।',
    },
    fix: {
      en: 'Install the udev rules for Android (package android-sdk-platform-tools-common), then replug.',
      ne: 'Android का udev नियम (प्याकेज android-sdk-platform-tools-common) राख्नुहोस्, अनि केबल फेरि लगाउनुहोस्।',
    },
  },
  special_mode: {
    message: { en: 'The phone is in {mode} mode.', ne: 'फोन {mode} मोडमा छ।' },
    fix: { en: 'Restart the phone.', ne: 'फोन फेरि सुरु गर्नुहोस्।' },
  },
  other_state: { message: { en: 'ADB says: {state}.', ne: 'ADB को भनाइ: {state}।' }, fix: REPLUG },
} as const satisfies Entries;

/** ADB itself. */
export const ADB = {
  running: { message: { en: 'ADB is running.', ne: 'ADB चलिरहेको छ।' } },
  off: {
    message: { en: 'ADB is switched off (--no-adb).', ne: 'ADB बन्द छ (--no-adb)।' },
    fix: { en: 'Start the gateway without --no-adb.', ne: 'गेटवे --no-adb बिना सुरु गर्नुहोस्।' },
  },
  missing: {
    message: {
      en: 'There is no adb on this computer, so phones on a cable are not seen.',
      ne: 'यस कम्प्युटरमा adb छैन, त्यसैले केबलका फोन देखिँदैनन्।',
    },
    fix: {
      en: 'Install Android platform-tools (on Debian: apt-get install adb); it is found by itself.',
      ne: 'Android platform-tools राख्नुहोस् (Debian मा: apt-get install adb); यो आफैँ भेटिन्छ।',
    },
  },
  silent: {
    message: {
      en: 'The adb server does not answer; it is being started again.',
      ne: 'adb सर्भरले जवाफ दिँदैन; फेरि सुरु गरिँदैछ।',
    },
  },
} as const satisfies Entries;

/** What keeps a paired phone from sending, or may soon. The API names these without their subject. */
export const PROBLEM = {
  permission_missing: {
    message: { en: 'The relay app may not send texts.', ne: 'रिले एपलाई सन्देश पठाउने अनुमति छैन।' },
    fix: {
      en: 'On the phone, open RelayDesk Relay and grant the SMS permission.',
      ne: 'फोनमा RelayDesk Relay खोलेर SMS अनुमति दिनुहोस्।',
    },
  },
  sim_absent: {
    message: { en: 'There is no SIM in the phone.', ne: 'फोनमा SIM छैन।' },
    fix: { en: 'Put a SIM into the phone.', ne: 'फोनमा SIM राख्नुहोस्।' },
  },
  no_service: {
    message: { en: 'No SIM has service.', ne: 'कुनै SIM मा सेवा छैन।' },
    fix: {
      en: 'Move the phone to a place with signal and check airplane mode.',
      ne: 'फोनलाई सिग्नल भएको ठाउँमा राख्नुहोस् र airplane mode जाँच्नुहोस्।',
    },
  },
  battery_optimised: {
    message: { en: 'Android may put the relay app to sleep.', ne: 'Android ले रिले एपलाई सुताउन सक्छ।' },
    fix: {
      en: 'On the phone, allow RelayDesk Relay to use the battery without restriction.',
      ne: 'फोनमा RelayDesk Relay लाई ब्याट्री रोकतोक बिना चलाउन दिनुहोस्।',
    },
  },
  heartbeat_late: {
    message: {
      en: 'The phone has not answered for a while.',
      ne: 'फोनले केही बेरदेखि जवाफ दिएको छैन।',
    },
    fix: {
      en: 'Check the cable; the gateway reconnects by itself.',
      ne: 'केबल जाँच्नुहोस्; गेटवे आफैँ फेरि जोडिन्छ।',
    },
  },
  bad_frames: {
    message: {
      en: 'The phone told something that makes no sense; it was kept aside and not counted.',
      ne: 'फोनले अर्थ नलाग्ने कुरा पठायो; त्यो छुट्टै राखियो, गनिएन।',
    },
    fix: {
      en: 'Click Pair again: this installs the relay app that fits this gateway.',
      ne: 'फेरि “जोड्नुहोस्” थिच्नुहोस्: यो गेटवेसँग मिल्ने रिले एप राखिन्छ।',
    },
  },
  phone_full: {
    message: {
      en: 'The phone has no room to store messages; it is tried again by itself.',
      ne: 'फोनमा सन्देश राख्ने ठाउँ छैन; आफैँ फेरि प्रयास गरिन्छ।',
    },
    fix: { en: 'Free some storage on the phone.', ne: 'फोनको भण्डारण केही खाली गर्नुहोस्।' },
  },
  phone_error: {
    message: {
      en: 'The phone loses the messages that it is handed; it is tried again by itself.',
      ne: 'फोनले दिइएका सन्देश राख्न सक्दैन; आफैँ फेरि प्रयास गरिन्छ।',
    },
    fix: {
      en: 'Free some storage on the phone, then restart it.',
      ne: 'फोनको भण्डारण केही खाली गर्नुहोस्, अनि फोन फेरि सुरु गर्नुहोस्।',
    },
  },
} as const satisfies Entries;
export type ProblemCode = keyof typeof PROBLEM;
