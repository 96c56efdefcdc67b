/** What is said of a message before it is sent: it can go, and may not do what its sender wants. */
import type { Entries } from './text.ts';

export const WARNING = {
  many_parts: {
    message: {
      en: 'It is sent as {parts} texts and costs as many.',
      ne: 'यो {parts} वटा सन्देश भएर जान्छ, र त्यति नै खर्च लाग्छ।',
    },
    fix: { en: 'Make it shorter.', ne: 'छोटो बनाउनुहोस्।' },
  },
  needs_ucs2: {
    message: {
      en: 'Because of {characters} a part holds 70 characters instead of 160.',
      ne: '{characters} का कारण एक भागमा 160 को सट्टा 70 अक्षर अट्छन्।',
    },
    fix: {
      en: 'Replace them or leave them out. Parts: {parts} now, {plain_parts} without them.',
      ne: 'ती फेर्नुहोस् वा हटाउनुहोस्। भाग: अहिले {parts}, ती नभए {plain_parts}।',
    },
  },
  quiet_hours: {
    message: { en: 'Quiet hours hold it until {until}.', ne: 'शान्त समयले {until} सम्म रोक्छ।' },
    fix: {
      en: 'Nothing to do; it goes out after the quiet hours.',
      ne: 'केही गर्नु पर्दैन; शान्त समयपछि जान्छ।',
    },
  },
  daily_cap: {
    message: {
      en: 'The SIMs that may send it have sent what they may send in a day or a month.',
      ne: 'यो पठाउन मिल्ने SIM ले एक दिन वा महिनामा पठाउन मिल्ने जति पठाइसके।',
    },
    fix: {
      en: 'It waits. Raise the cap in Devices, or add a phone.',
      ne: 'यो पर्खिन्छ। “फोनहरू” मा सीमा बढाउनुहोस्, वा फोन थप्नुहोस्।',
    },
  },
  number_kind_unknown: {
    message: {
      en: 'Nothing tells whether this number can receive texts.',
      ne: 'यो नम्बरले सन्देश पाउन सक्छ कि सक्दैन, थाहा छैन।',
    },
    fix: { en: 'Check the number.', ne: 'नम्बर जाँच्नुहोस्।' },
  },
  number_not_mobile: {
    message: {
      en: 'This is not a mobile number, and may not receive texts.',
      ne: 'यो मोबाइल नम्बर होइन, सन्देश नपाउन सक्छ।',
    },
    fix: { en: 'Check the number.', ne: 'नम्बर जाँच्नुहोस्।' },
  },
} as const satisfies Entries;
