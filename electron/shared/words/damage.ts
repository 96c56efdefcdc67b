/** A damaged database, told by refusals, by the start, and by the checks. */
const DAMAGED = { en: 'The database {path} is damaged.', ne: 'डाटाबेस {path} बिग्रिएको छ।' } as const;
const OWN_BACKUP = {
  en: 'Stop RelayDesk, move that file and {path}-wal away, and put your newest backup in its place.',
  ne: 'RelayDesk रोक्नुहोस्, त्यो फाइल र {path}-wal लाई अन्त सार्नुहोस्, अनि आफ्नो नयाँ जगेडा त्यहाँ राख्नुहोस्।',
} as const;
const THIS_BACKUP = {
  en: 'Stop RelayDesk, move that file and {path}-wal away, and put a backup in its place: your newest one, or {backup}, which RelayDesk made before an update.',
  ne: 'RelayDesk रोक्नुहोस्, त्यो फाइल र {path}-wal लाई अन्त सार्नुहोस्, अनि जगेडा त्यहाँ राख्नुहोस्: आफ्नो सबैभन्दा नयाँ, वा RelayDesk ले अपडेट अघि बनाएको {backup}।',
} as const;

/** What is so, and what to do. */
export const DATABASE_DAMAGED = { message: DAMAGED, fix: OWN_BACKUP } as const;
export const DATABASE_DAMAGED_WITH_BACKUP = { message: DAMAGED, fix: THIS_BACKUP } as const;

/** Both in one, for whoever is told no fix apart. */
export const DAMAGED_AND_FIX = {
  message: { en: `${DAMAGED.en} ${OWN_BACKUP.en}`, ne: `${DAMAGED.ne} ${OWN_BACKUP.ne}` },
} as const;
export const DAMAGED_AND_FIX_WITH_BACKUP = {
  message: { en: `${DAMAGED.en} ${THIS_BACKUP.en}`, ne: `${DAMAGED.ne} ${THIS_BACKUP.ne}` },
} as const;
