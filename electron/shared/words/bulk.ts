/** What is said of a list of texts when it is queued. */
import type { Entries } from './text.ts';

export const BULK_WARNING = {
  no_device: {
    message: {
      en: 'No phone can send it now; it waits for one.',
      ne: 'अहिले कुनै फोनले पठाउन सक्दैन; फोन पर्खिन्छ।',
    },
  },
  paused: {
    message: { en: 'The queue is paused; it waits.', ne: 'लाइन रोकिएको छ; यो पर्खिन्छ।' },
  },
  quiet_hours: {
    message: {
      en: 'Quiet hours hold it on the way; it goes on after them.',
      ne: 'बीचमा शान्त समयले रोक्छ; त्यसपछि फेरि जान्छ।',
    },
  },
  daily_cap: {
    message: {
      en: 'The SIMs may not send all of it in a day; it goes on the next day.',
      ne: 'SIM ले एकै दिनमा सबै पठाउन पाउँदैन; भोलिपल्ट फेरि जान्छ।',
    },
  },
  ends_too_soon: {
    message: {
      en: 'Its time ends before it can be done; what is left then expires. Give a longer ttl_seconds.',
      ne: 'सकिनुअघि नै यसको समय सकिन्छ; बाँकीको म्याद सकिन्छ। ttl_seconds बढाउनुहोस्।',
    },
  },
} as const satisfies Entries;
export type BulkWarning = keyof typeof BULK_WARNING;
