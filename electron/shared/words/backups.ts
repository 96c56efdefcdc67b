/** What is said of backups, of restoring one, and of asking the phones after it. */
import type { Entries } from './text.ts';

export const BACKUP = {
  made: {
    message: {
      en: 'The backup {file} was made and checked: {messages} messages.',
      ne: 'जगेडा {file} बन्यो र जाँचियो: {messages} सन्देश।',
    },
  },
  running: {
    message: {
      en: 'A backup is being made already. Wait until it is done.',
      ne: 'एउटा जगेडा बन्दैछ। त्यो नसकिएसम्म पर्खनुहोस्।',
    },
  },
  not_absolute: {
    message: {
      en: 'Name the file with its whole path, from the root of the disk: {file}',
      ne: 'फाइलको पूरा path दिनुहोस्, डिस्कको सुरुदेखि: {file}',
    },
  },
  folder_missing: {
    message: {
      en: 'There is no folder {folder}. Make it, or choose another.',
      ne: 'फोल्डर {folder} छैन। बनाउनुहोस्, वा अर्को छान्नुहोस्।',
    },
  },
  folder_closed: {
    message: {
      en: 'RelayDesk may not write into {folder}. Choose another folder.',
      ne: 'RelayDesk ले {folder} मा लेख्न पाउँदैन। अर्को फोल्डर छान्नुहोस्।',
    },
  },
  file_exists: {
    message: {
      en: 'There is a file {file} already. Choose another name; nothing was written.',
      ne: 'फाइल {file} पहिले नै छ। अर्को नाम छान्नुहोस्; केही लेखिएन।',
    },
  },
  no_room: {
    message: {
      en: 'There is too little room in {folder} for a backup. Free some disk space, or choose another disk.',
      ne: '{folder} मा जगेडाका लागि ठाउँ पुग्दैन। डिस्कमा ठाउँ बनाउनुहोस्, वा अर्को डिस्क छान्नुहोस्।',
    },
  },
  failed: {
    message: {
      en: 'The backup could not be made: {why}',
      ne: 'जगेडा बन्न सकेन: {why}',
    },
  },
} as const satisfies Entries;

export const RESTORE = {
  gateway_running: {
    message: {
      en: 'RelayDesk is running on {dataDir}. Stop it first; nothing was changed.',
      ne: 'RelayDesk {dataDir} मा चलिरहेको छ। पहिले रोक्नुहोस्; केही बदलिएन।',
    },
  },
  not_found: {
    message: {
      en: 'The file {file} can not be read ({why}); nothing was changed.',
      ne: 'फाइल {file} पढ्न सकिएन ({why}); केही बदलिएन।',
    },
  },
  foreign: {
    message: {
      en: '{file} is no backup of RelayDesk; nothing was changed.',
      ne: '{file} RelayDesk को जगेडा होइन; केही बदलिएन।',
    },
  },
  newer: {
    message: {
      en: '{file} was made by a newer RelayDesk. Install that version to restore it; nothing was changed.',
      ne: '{file} नयाँ RelayDesk ले बनाएको हो। फर्काउन त्यही संस्करण राख्नुहोस्; केही बदलिएन।',
    },
  },
  damaged: {
    message: {
      en: '{file} is damaged ({why}). Choose another backup; nothing was changed.',
      ne: '{file} बिग्रिएको छ ({why})। अर्को जगेडा छान्नुहोस्; केही बदलिएन।',
    },
  },
  incomplete: {
    message: {
      en: '{file} lacks rows of {table} that it had when it was made. Choose another backup; nothing was changed.',
      ne: '{file} मा {table} का बनाउँदा भएका पङ्क्ति छैनन्। अर्को जगेडा छान्नुहोस्; केही बदलिएन।',
    },
  },
  no_room: {
    message: {
      en: 'There is too little room in {dataDir} to restore. Free some disk space; nothing was changed.',
      ne: 'फर्काउन {dataDir} मा ठाउँ पुग्दैन। डिस्कमा ठाउँ बनाउनुहोस्; केही बदलिएन।',
    },
  },
  failed: {
    message: {
      en: 'It could not be restored: {why}. Nothing was changed.',
      ne: 'फर्काउन सकिएन: {why}। केही बदलिएन।',
    },
  },
  done: {
    message: {
      en: '{file} was restored: everything until {at}, {messages} messages. What came after it is gone from here; tokens that were revoked since work again.',
      ne: '{file} फर्काइयो: {at} सम्मको सबै, {messages} सन्देश। त्यसपछिको यहाँबाट हट्यो; त्यसपछि रद्द गरिएका टोकन फेरि चल्छन्।',
    },
  },
  aside: {
    message: {
      en: 'The database that was here is kept as {aside}.',
      ne: 'यहाँ भएको डाटाबेस {aside} नाममा राखिएको छ।',
    },
  },
  phones_asked: {
    message: {
      en: 'Start RelayDesk: its {phones} paired phones are asked what they sent before anything goes out. A phone that was paired after the backup must be paired again.',
      ne: 'RelayDesk सुरु गर्नुहोस्: केही पठाउनुअघि जोडिएका {phones} फोनलाई के पठाए भनेर सोधिन्छ। जगेडापछि जोडिएको फोन फेरि जोड्नुपर्छ।',
    },
  },
} as const satisfies Entries;

export const RECONCILE = {
  none: {
    message: {
      en: 'No phone is being asked; the queue is not held for a restore.',
      ne: 'कुनै फोनलाई सोधिएको छैन; फर्काएका कारण लाइन रोकिएको छैन।',
    },
  },
  waiting: {
    message: {
      en: 'Nothing goes out until these phones told what they sent: {names}.',
      ne: 'यी फोनले के पठाए भनेर नभनेसम्म केही जाँदैन: {names}।',
    },
    fix: {
      en: 'Connect them. If one never comes back: relaydesk reconcile --release --accept-duplicate-risk',
      ne: 'तिनलाई जोड्नुहोस्। कुनै कहिल्यै नफर्किने भए: relaydesk reconcile --release --accept-duplicate-risk',
    },
  },
  ending: {
    message: {
      en: 'All phones told what they sent; it is being stored.',
      ne: 'सबै फोनले के पठाए भने; त्यो राखिँदैछ।',
    },
  },
  risk: {
    message: {
      en: 'What {names} sent after the backup is not known: those texts may be sent a second time. Say --accept-duplicate-risk as well to let messages go all the same.',
      ne: '{names} ले जगेडापछि के पठाए थाहा छैन: ती सन्देश दोस्रो पटक जान सक्छन्। तैपनि पठाउन --accept-duplicate-risk पनि लेख्नुहोस्।',
    },
  },
  released: {
    message: {
      en: 'Messages go out again. What a phone sent that was not asked may be sent a second time; it is asked when it comes back.',
      ne: 'सन्देश फेरि जान्छन्। नसोधिएको फोनले पठाएका सन्देश दोस्रो पटक जान सक्छन्; त्यो फर्किएपछि सोधिन्छ।',
    },
  },
} as const satisfies Entries;
