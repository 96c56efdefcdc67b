/** What is said while the relay app is put on a phone, and what Android's refusals mean. */
import type { Entries } from './text.ts';

/** The last thing to try with a phone that gives odd answers. */
export const RESTART_PHONE = {
  en: 'Restart the phone, then click Pair again.',
  ne: 'फोन फेरि सुरु गरेर फेरि “जोड्नुहोस्” थिच्नुहोस्।',
} as const;
const TAP_INSTALL = {
  en: 'Keep the phone unlocked, click Pair again and tap Install when the phone asks.',
  ne: 'फोन खुला राख्नुहोस्, फेरि “जोड्नुहोस्” थिच्नुहोस् र फोनले सोध्दा Install थिच्नुहोस्।',
} as const;
const UPDATE_OR_REMOVE = {
  en: 'Update RelayDesk on this computer, or remove the relay app from the phone, then click Pair again.',
  ne: 'यस कम्प्युटरको RelayDesk अद्यावधिक गर्नुहोस्, वा फोनबाट रिले एप हटाउनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
} as const;
const BRING_RELAY_APP = {
  en: 'Install RelayDesk again; in a checkout, run: npm run relay:build. Then click Pair again.',
  ne: 'RelayDesk फेरि राख्नुहोस्; स्रोतबाट चलाउँदा: npm run relay:build। अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
} as const;

export const INSTALL = {
  // How far it is, and how it ended well.
  already_there: { message: { en: 'The relay app is on the phone.', ne: 'रिले एप फोनमा छ।' } },
  sending: {
    message: {
      en: 'Sending the relay app: {sent} of {total} KB.',
      ne: 'रिले एप पठाउँदै: {sent} / {total} KB।',
    },
  },
  phone_installs: {
    message: {
      en: 'The phone installs the relay app; it may ask you.',
      ne: 'फोनले रिले एप राख्दैछ; फोनले तपाईंलाई सोध्न सक्छ।',
    },
  },
  removing_other: {
    message: { en: 'Removing the relay app of somebody else.', ne: 'अरूको रिले एप हटाउँदै।' },
  },
  updated: {
    message: { en: 'The relay app was updated to {version}.', ne: 'रिले एप {version} मा अद्यावधिक भयो।' },
  },
  installed: { message: { en: 'The relay app {version} was installed.', ne: 'रिले एप {version} राखियो।' } },

  // What this program lacks, and what the phone has instead.
  app_damaged: {
    message: {
      en: 'The relay app in this program is damaged.',
      ne: 'यस प्रोग्रामभित्रको रिले एप बिग्रिएको छ।',
    },
    fix: BRING_RELAY_APP,
  },
  app_missing: {
    message: {
      en: 'This program was built without the relay app.',
      ne: 'यो प्रोग्राम रिले एपबिना बनाइएको हो।',
    },
    fix: BRING_RELAY_APP,
  },
  newer_version_on_phone: {
    message: {
      en: 'The relay app on the phone ({onPhone}) is newer than the one of this program ({ours}).',
      ne: 'फोनको रिले एप ({onPhone}) यस प्रोग्रामको ({ours}) भन्दा नयाँ छ।',
    },
    fix: UPDATE_OR_REMOVE,
  },
  not_there: {
    message: {
      en: 'The phone says that it installed the relay app, but it is not there.',
      ne: 'फोनले रिले एप राखेँ भन्छ, तर त्यहाँ छैन।',
    },
    fix: TAP_INSTALL,
  },

  // Why Android refused.
  storage: {
    message: { en: 'The phone has too little free space.', ne: 'फोनमा खाली ठाउँ कम छ।' },
    fix: {
      en: 'Delete something on the phone, then click Pair again.',
      ne: 'फोनबाट केही मेटाउनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  other_signer: {
    message: {
      en: 'The relay app on the phone is signed by somebody else.',
      ne: 'फोनको रिले एपमा अरू कसैको हस्ताक्षर छ।',
    },
    fix: {
      en: 'Click Replace, or run relaydesk provision with --replace: the app on the phone goes with its records of sent texts, then ours is installed.',
      ne: '“बदल्नुहोस्” थिच्नुहोस्, वा relaydesk provision लाई --replace सँग चलाउनुहोस्: फोनको एप पठाइएका सन्देशको अभिलेखसहित हट्छ, अनि हाम्रो राखिन्छ।',
    },
  },
  newer_on_phone: {
    message: {
      en: 'The relay app on the phone is newer than the one of this program.',
      ne: 'फोनको रिले एप यस प्रोग्रामको भन्दा नयाँ छ।',
    },
    fix: UPDATE_OR_REMOVE,
  },
  usb_install_off: {
    message: {
      en: 'The phone does not allow apps to be installed over USB.',
      ne: 'फोनले USB बाट एप राख्न दिँदैन।',
    },
    fix: {
      en: 'Switch on “Install via USB” in the developer options (Xiaomi asks for a Mi account and a SIM), accept the question on the phone, then click Pair again.',
      ne: 'developer options मा “Install via USB” खोल्नुहोस् (Xiaomi ले Mi खाता र SIM माग्छ), फोनको प्रश्न स्वीकार गर्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  refused_on_phone: {
    message: {
      en: 'The installation was refused on the phone.',
      ne: 'फोनमा एप राख्न अस्वीकार गरियो।',
    },
    fix: TAP_INSTALL,
  },
  play_protect: {
    message: { en: 'Play Protect stopped the installation.', ne: 'Play Protect ले एप राख्न रोक्यो।' },
    fix: {
      en: 'Open the Play Store on the phone, look under Play Protect what it says of RelayDesk Relay and allow it, then click Pair again.',
      ne: 'फोनमा Play Store खोल्नुहोस्, Play Protect ले RelayDesk Relay बारे के भन्छ हेरेर अनुमति दिनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  phone_too_old: {
    message: {
      en: 'The Android of this phone is too old for the relay app.',
      ne: 'यस फोनको Android रिले एपका लागि धेरै पुरानो छ।',
    },
    fix: { en: 'Use a phone with Android 8 or newer.', ne: 'Android 8 वा नयाँ भएको फोन प्रयोग गर्नुहोस्।' },
  },
  phone_too_new: {
    message: {
      en: 'The Android of this phone is too new for this relay app.',
      ne: 'यस फोनको Android यो रिले एपका लागि धेरै नयाँ छ।',
    },
    fix: {
      en: 'Update RelayDesk on this computer, then click Pair again.',
      ne: 'यस कम्प्युटरको RelayDesk अद्यावधिक गर्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  no_sms_phone: {
    message: {
      en: 'This device lacks what a phone that sends texts has.',
      ne: 'सन्देश पठाउने फोनमा हुनुपर्ने कुरा यस यन्त्रमा छैन।',
    },
    fix: {
      en: 'Use a phone with a SIM that can send texts.',
      ne: 'सन्देश पठाउन सक्ने SIM भएको फोन प्रयोग गर्नुहोस्।',
    },
  },
  managed: {
    message: { en: 'A rule on the phone forbids it.', ne: 'फोनको एउटा नियमले यो रोक्छ।' },
    fix: {
      en: 'Ask whoever manages the phone, or use another phone.',
      ne: 'फोन व्यवस्थापन गर्नेलाई सोध्नुहोस्, वा अर्को फोन प्रयोग गर्नुहोस्।',
    },
  },
  in_the_way: {
    message: { en: 'Another app on the phone stands in the way.', ne: 'फोनको अर्को एप बाधा बनेको छ।' },
    fix: {
      en: 'Remove other copies of RelayDesk Relay from the phone, then click Pair again.',
      ne: 'फोनबाट RelayDesk Relay का अरू प्रति हटाउनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
    },
  },
  damaged: {
    message: { en: 'The relay app did not arrive whole.', ne: 'रिले एप पूरा पुगेन।' },
    fix: {
      en: 'Try another cable or USB port and click Pair again; if it comes back, install RelayDesk again.',
      ne: 'अर्को केबल वा USB पोर्ट प्रयोग गरेर फेरि “जोड्नुहोस्” थिच्नुहोस्; फेरि भए RelayDesk फेरि राख्नुहोस्।',
    },
  },
  phone_trouble: {
    message: { en: 'The phone could not finish the installation.', ne: 'फोनले एप राख्न सकेन।' },
    fix: RESTART_PHONE,
  },
  unknown_refusal: {
    message: { en: 'The phone refused the relay app: {name}.', ne: 'फोनले रिले एप अस्वीकार गर्‍यो: {name}।' },
    fix: {
      en: 'Restart the phone and click Pair again; if it comes back, look this code up together with the model of the phone.',
      ne: 'फोन फेरि सुरु गरेर फेरि “जोड्नुहोस्” थिच्नुहोस्; फेरि भए यो कोड फोनको मोडेलसँग खोज्नुहोस्।',
    },
  },
  odd_answer: {
    message: {
      en: 'The phone gave an odd answer to the installation: {output}',
      ne: 'एप राख्दा फोनले अनौठो जवाफ दियो: {output}',
    },
    fix: RESTART_PHONE,
  },
} as const satisfies Entries;
