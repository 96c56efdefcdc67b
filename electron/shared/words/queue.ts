/** What is said of the queue: its state, why a message waits, and the checks of `/v1/ready`. */
import type { QueueState, WaitingReason } from '../states.ts';
import { DATABASE_DAMAGED, DATABASE_DAMAGED_WITH_BACKUP } from './damage.ts';
import type { Entries, Entry } from './text.ts';

const RESUME = { en: 'Resume the queue.', ne: 'लाइन चलाउनुहोस्।' } as const;
const WAIT_FOR_BACKLOG = {
  en: 'Wait until the backlog is shorter.',
  ne: 'पर्खिरहेका सन्देश नघटेसम्म पर्खनुहोस्।',
} as const;
const FREE_DISK = { en: 'Free some disk space.', ne: 'डिस्कमा ठाउँ बनाउनुहोस्।' } as const;

/** The state of the queue, in the words of the API. */
export const QUEUE = {
  running: {
    message: {
      en: 'New messages are accepted, and messages go out.',
      ne: 'नयाँ सन्देश लिइन्छन्, र सन्देश जाँदैछन्।',
    },
  },
  quiet_hours: {
    message: {
      en: 'Bulk messages wait for the end of the quiet hours.',
      ne: 'थोक सन्देश शान्त समय सकिन पर्खिन्छन्।',
    },
  },
  no_device: {
    message: {
      en: 'No phone can send now; messages wait.',
      ne: 'अहिले कुनै फोनले पठाउन सक्दैन; सन्देश पर्खिन्छन्।',
    },
  },
  paused: {
    message: {
      en: 'The operator paused the queue; messages wait.',
      ne: 'लाइन रोकिएको छ; सन्देश पर्खिन्छन्।',
    },
    fix: RESUME,
  },
  failure_rate: {
    message: {
      en: 'Too many messages failed in a row; messages wait.',
      ne: 'लगातार धेरै सन्देश असफल भए; सन्देश पर्खिन्छन्।',
    },
    fix: {
      en: 'Look at the last failures, then resume the queue.',
      ne: 'पछिल्ला असफलता हेर्नुहोस्, अनि लाइन चलाउनुहोस्।',
    },
  },
  reconcile: {
    message: {
      en: 'The phones are asked what they sent before anything goes out again.',
      ne: 'केही पठाउनु अघि फोनहरूलाई के पठाए भनेर सोधिँदैछ।',
    },
    fix: {
      en: 'Connect the phones that were used; they are asked first.',
      ne: 'प्रयोग भएका फोन जोड्नुहोस्; पहिले तिनलाई सोधिन्छ।',
    },
  },
  backlog_full: {
    message: {
      en: 'Too many messages wait; new ones are refused.',
      ne: 'धेरै सन्देश पर्खिरहेका छन्; नयाँ लिइँदैनन्।',
    },
    fix: WAIT_FOR_BACKLOG,
  },
  backlog_too_old: {
    message: {
      en: 'The oldest message waits too long; new ones are refused.',
      ne: 'सबैभन्दा पुरानो सन्देश धेरै बेरदेखि पर्खिरहेको छ; नयाँ लिइँदैनन्।',
    },
    fix: WAIT_FOR_BACKLOG,
  },
  storage_low: {
    message: {
      en: 'The disk is nearly full; new messages are refused.',
      ne: 'डिस्क झन्डै भरियो; नयाँ सन्देश लिइँदैनन्।',
    },
    fix: FREE_DISK,
  },
  storage_damaged: {
    message: {
      en: 'The database file is damaged; new messages are refused.',
      ne: 'डाटाबेस फाइल बिग्रिएको छ; नयाँ सन्देश लिइँदैनन्।',
    },
    fix: {
      en: 'Stop RelayDesk and restore a backup: relaydesk restore FILE',
      ne: 'RelayDesk रोकेर जगेडा फर्काउनुहोस्: relaydesk restore FILE',
    },
  },
  storage_lost: {
    message: {
      en: 'The database file was deleted or replaced; new messages are refused.',
      ne: 'डाटाबेस फाइल मेटियो वा फेरियो; नयाँ सन्देश लिइँदैनन्।',
    },
    fix: {
      en: 'Put the data directory back as it was, or start RelayDesk again.',
      ne: 'डाटा फोल्डर पहिले जस्तै राख्नुहोस्, वा RelayDesk फेरि सुरु गर्नुहोस्।',
    },
  },
} as const satisfies Readonly<Record<QueueState, Entry>>;

/** What to do when the phone or SIM that a message names is not there. */
export const TARGET_GONE = {
  en: 'The phone or SIM that it names is not there. Connect that phone and put its SIM back, or cancel it and send it without a name.',
  ne: 'यसले भनेको फोन वा SIM छैन। त्यो फोन जोडेर SIM राख्नुहोस्, वा रद्द गरेर नाम नतोकी पठाउनुहोस्।',
} as const;

/** What to do when another SIM is in the place of the one that a message names. */
export const TAKEOVER_ASKED = {
  en: 'The SIM that it names is gone, and another one of the same carrier is in its place. Say in Devices whether that one takes over.',
  ne: 'यसले भनेको SIM छैन, र त्यसको ठाउँमा उही सेवाको अर्को SIM छ। त्यसले काम लिने कि नलिने, “फोनहरू” मा भन्नुहोस्।',
} as const;

/** Why a message waits, and what to do about it. The API gives the reason and, as its hint, the fix. */
export const WAITING = {
  scheduled: {
    message: { en: 'Its time has not come.', ne: 'यसको समय आएको छैन।' },
    fix: { en: 'Nothing to do; it goes out at its time.', ne: 'केही गर्नु पर्दैन; आफ्नो समयमा जान्छ।' },
  },
  quiet_hours: {
    message: { en: 'Quiet hours hold it.', ne: 'शान्त समयले रोकेको छ।' },
    fix: {
      en: 'Nothing to do; it goes out after the quiet hours.',
      ne: 'केही गर्नु पर्दैन; शान्त समयपछि जान्छ।',
    },
  },
  pacing: {
    message: {
      en: 'The phones have sent what they may send in a minute.',
      ne: 'फोनहरूले एक मिनेटमा पठाउन मिल्ने जति पठाइसके।',
    },
    fix: {
      en: 'Nothing to do; the phones send only so many parts a minute. Add a phone to go faster.',
      ne: 'केही गर्नु पर्दैन; फोनले एक मिनेटमा तोकिएका भाग मात्र पठाउँछ। छिटो पठाउन अर्को फोन थप्नुहोस्।',
    },
  },
  daily_cap: {
    message: {
      en: 'The phones have sent what they may send in a day or a month.',
      ne: 'फोनहरूले एक दिन वा महिनामा पठाउन मिल्ने जति पठाइसके।',
    },
    fix: {
      en: 'It goes out when the day or the month is over. Raise the cap in Devices, or add a phone.',
      ne: 'दिन वा महिना सकिएपछि जान्छ। “फोनहरू” मा सीमा बढाउनुहोस्, वा अर्को फोन थप्नुहोस्।',
    },
  },
  no_device: {
    message: { en: 'No phone is ready.', ne: 'कुनै फोन तयार छैन।' },
    fix: {
      en: 'Connect a phone, or look at its problems in Devices.',
      ne: 'फोन जोड्नुहोस्, वा “फोनहरू” मा त्यसका समस्या हेर्नुहोस्।',
    },
  },
  sim_out_of_service: {
    message: { en: 'The SIM has no service.', ne: 'SIM मा सेवा छैन।' },
    fix: {
      en: 'Move the phone to a place with signal and check airplane mode.',
      ne: 'फोनलाई सिग्नल भएको ठाउँमा राख्नुहोस् र airplane mode जाँच्नुहोस्।',
    },
  },
  paused: {
    message: { en: 'The queue is paused.', ne: 'लाइन रोकिएको छ।' },
    fix: { en: 'Resume the queue when you are ready.', ne: 'तयार भएपछि लाइन चलाउनुहोस्।' },
  },
  failure_rate: {
    message: { en: 'Too many messages failed.', ne: 'धेरै सन्देश असफल भए।' },
    fix: {
      en: 'Look at the last failures, then resume the queue.',
      ne: 'पछिल्ला असफलता हेर्नुहोस्, अनि लाइन चलाउनुहोस्।',
    },
  },
  reconcile: {
    message: {
      en: 'The phones are asked what they sent first.',
      ne: 'पहिले फोनहरूलाई के पठाए भनेर सोधिँदैछ।',
    },
    fix: {
      en: 'Connect the phones that were used; they are asked first.',
      ne: 'प्रयोग भएका फोन जोड्नुहोस्; पहिले तिनलाई सोधिन्छ।',
    },
  },
  phone_silent: {
    message: { en: 'The phone that has it does not answer.', ne: 'यो बोकेको फोनले जवाफ दिएको छैन।' },
    fix: {
      en: 'Connect the phone again; it is asked what it sent.',
      ne: 'फोन फेरि जोड्नुहोस्; के पठायो भनेर सोधिन्छ।',
    },
  },
} as const satisfies Readonly<Record<WaitingReason, Required<Entry>>>;

const PLUG_IN = {
  en: 'Plug in a phone and click Pair on the Devices screen.',
  ne: 'फोन जोड्नुहोस् र “फोनहरू” मा “जोड्नुहोस्” थिच्नुहोस्।',
} as const;

/** The checks of `/v1/ready`. */
export const CHECK = {
  account: {
    message: { en: 'Workspace “{name}” is set up.', ne: 'कार्यस्थल “{name}” तयार छ।' },
  },
  no_end_date: { message: { en: 'No end date.', ne: 'अन्तिम मिति छैन।' } },
  disk_has_room: { message: { en: 'The disk has room.', ne: 'डिस्कमा ठाउँ छ।' } },
  disk_nearly_full: { message: { en: 'The disk is nearly full.', ne: 'डिस्क झन्डै भरियो।' }, fix: FREE_DISK },
  database_damaged: DATABASE_DAMAGED,
  database_damaged_with_backup: DATABASE_DAMAGED_WITH_BACKUP,
  no_phone: { message: { en: 'No phone is ready.', ne: 'कुनै फोन तयार छैन।' }, fix: PLUG_IN },
  one_phone: { message: { en: '1 phone ready.', ne: '1 फोन तयार छ।' } },
  phones: { message: { en: '{count} phones ready.', ne: '{count} फोन तयार छन्।' } },
  no_demo_phone: {
    message: { en: 'No demo phone is ready.', ne: 'डेमो फोन तयार छैन।' },
    fix: { en: 'Start with --demo-phone.', ne: 'गेटवे --demo-phone सँग सुरु गर्नुहोस्।' },
  },
  one_demo_phone: { message: { en: '1 demo phone ready.', ne: '1 डेमो फोन तयार छ।' } },
  demo_phones: { message: { en: '{count} demo phones ready.', ne: '{count} डेमो फोन तयार छन्।' } },
  queue_takes: { message: { en: 'The queue takes messages.', ne: 'लाइनले सन्देश लिन्छ।' } },
} as const satisfies Entries;
