/** A damaged database, told by refusals, by the start, and by the checks. */
const DAMAGED = { en: 'The database {path} is damaged.', ne: 'डाटाबेस {path} बिग्रिएको छ।' } as const;
const OWN_BACKUP = {
  en: 'Stop RelayDesk and restore your newest backup: relaydesk restore FILE',
  ne: 'RelayDesk रोकेर आफ्नो सबैभन्दा नयाँ जगेडा फर्काउनुहोस्: relaydesk restore FILE',
} as const;
const THIS_BACKUP = {
  en: 'Stop RelayDesk and restore a backup: your newest one, or this: relaydesk restore {backup}',
  ne: 'RelayDesk रोकेर जगेडा फर्काउनुहोस्: आफ्नो सबैभन्दा नयाँ, वा यो: relaydesk restore {backup}',
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
