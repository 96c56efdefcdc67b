/** What the command line says of its own; what it hands on from the gateway has its own subject. */
import type { Entries } from './text.ts';

export const CLI = {
  no_gateway: {
    message: {
      en: 'No gateway runs on {dataDir}. Start one with: relaydesk serve',
      ne: '{dataDir} मा कुनै गेटवे चलेको छैन। सुरु गर्नुहोस्: relaydesk serve',
    },
  },
  no_answer_on: {
    message: {
      en: 'No gateway answers on {dataDir}: {why}',
      ne: '{dataDir} मा कुनै गेटवेले जवाफ दिएन: {why}',
    },
  },
  too_slow: { message: { en: 'The gateway did not answer in time.', ne: 'गेटवेले समयमा जवाफ दिएन।' } },
  no_answer: { message: { en: 'The gateway gave no answer.', ne: 'गेटवेले जवाफ दिएन।' } },
  refused: { message: { en: 'The gateway refused.', ne: 'गेटवेले अस्वीकार गर्‍यो।' } },
  bad_port: {
    message: { en: 'A port is a number from 0 to 65535.', ne: 'पोर्ट 0 देखि 65535 सम्मको अंक हो।' },
  },
  bad_limit: {
    message: { en: 'A limit is a number from 1 to {most}.', ne: 'limit 1 देखि {most} सम्मको अंक हो।' },
  },
  phone_not_ready: {
    message: {
      en: 'The phone did not get ready in eight minutes.',
      ne: 'आठ मिनेटमा फोन तयार भएन।',
    },
  },
  inbox_empty: {
    message: {
      en: 'No text was taken in yet. A SIM takes in texts after: relaydesk inbox on "NAME/1"',
      ne: 'अहिलेसम्म कुनै सन्देश भित्र्याइएको छैन। SIM ले भित्र्याउन: relaydesk inbox on "NAME/1"',
    },
  },
  inbox_on: {
    message: {
      en: 'SIM {slot} of {phone} takes in texts: from numbers texted in the last 30 days, and STOP. All others stay on the phone.',
      ne: '{phone} को SIM {slot} ले सन्देश भित्र्याउँछ: पछिल्लो ३० दिनमा सन्देश पठाइएका नम्बरका, र STOP। अरू सबै फोनमै रहन्छन्।',
    },
  },
  inbox_off: {
    message: {
      en: 'SIM {slot} of {phone} takes in no texts.',
      ne: '{phone} को SIM {slot} ले सन्देश भित्र्याउँदैन।',
    },
  },
  no_takeover: {
    message: {
      en: 'No SIM is in the place of one that is gone and that messages wait for.',
      ne: 'सन्देश पर्खिरहेको कुनै हराएको SIM को ठाउँमा अर्को SIM छैन।',
    },
  },
  several_takeovers: {
    message: {
      en: 'Several SIMs were in this slot; name the one that is gone by its sim_… id: relaydesk takeover list',
      ne: 'यो slot मा धेरै SIM थिए; हराएको SIM को sim_… id दिनुहोस्: relaydesk takeover list',
    },
  },
  takes_over: {
    message: {
      en: 'SIM {slot} of {phone} takes over; messages that waited: {count}.',
      ne: '{phone} को SIM {slot} ले काम लियो; पर्खिएका सन्देश: {count}।',
    },
  },
  stays: {
    message: {
      en: 'Messages that stay and wait for the SIM that was in slot {slot} of {phone}: {count}.',
      ne: '{phone} को slot {slot} मा भएको SIM लाई पर्खिरहने सन्देश: {count}।',
    },
  },
  told_later: {
    message: {
      en: 'The phone is told when it is connected again.',
      ne: 'फोन फेरि जोडिएपछि त्यसलाई भनिन्छ।',
    },
  },
  running: { message: { en: 'RelayDesk is running.', ne: 'RelayDesk चलिरहेको छ।' } },
  tokens_once: {
    message: {
      en: 'Tokens are shown this once; make more on the Dashboard.',
      ne: 'टोकन एक पटक मात्र देखाइन्छ; अरू ड्यासबोर्डमा बनाउनुहोस्।',
    },
  },
  demo_phone_on: {
    message: {
      en: 'The demo phone is on: texts sent with the test token go to it alone.',
      ne: 'डेमो फोन चलेको छ: परीक्षण टोकनले पठाएका सन्देश त्यसैमा मात्र जान्छन्।',
    },
  },
  data_is_plain: {
    message: {
      en: '{dataDir} (its key files are not encrypted; keep the folder private)',
      ne: '{dataDir} (यसका key फाइल इन्क्रिप्ट छैनन्; फोल्डर अरूलाई नदिनुहोस्)',
    },
  },
  link_in_file: { message: { en: 'in {path}', ne: '{path} मा' } },
} as const satisfies Entries;
