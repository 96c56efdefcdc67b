/** What `relaydesk doctor` finds, and the way out. */
import type { Entries } from './text.ts';

export const DOCTOR = {
  directory_fine: {
    message: {
      en: 'The data directory {dataDir} is yours alone, with {freeMb} MB free.',
      ne: 'डाटा फोल्डर {dataDir} तपाईंको मात्र हो, {freeMb} MB खाली छ।',
    },
  },
  directory_missing: {
    message: {
      en: 'There is no data directory {dataDir} yet; the first start makes it.',
      ne: 'डाटा फोल्डर {dataDir} अझै छैन; पहिलो पटक चलाउँदा बन्छ।',
    },
  },
  directory_not_folder: {
    message: { en: '{dataDir} is a file, not a folder.', ne: '{dataDir} फोल्डर होइन, फाइल हो।' },
    fix: { en: 'Choose a folder with --data-dir.', ne: '--data-dir ले फोल्डर छान्नुहोस्।' },
  },
  directory_unreadable: {
    message: {
      en: 'The data directory {dataDir} can not be read: {why}',
      ne: 'डाटा फोल्डर {dataDir} पढ्न सकिएन: {why}',
    },
    fix: {
      en: 'Run this as the user who runs the gateway, or choose a folder of your own with --data-dir.',
      ne: 'गेटवे चलाउने प्रयोगकर्ताबाट यो चलाउनुहोस्, वा --data-dir ले आफ्नो फोल्डर छान्नुहोस्।',
    },
  },
  directory_of_another: {
    message: {
      en: 'The data directory {dataDir} belongs to another user of this computer (number {uid}).',
      ne: 'डाटा फोल्डर {dataDir} यस कम्प्युटरको अर्को प्रयोगकर्ता (नम्बर {uid}) को हो।',
    },
    fix: {
      en: 'Run the gateway as that user, or choose a folder of your own with --data-dir.',
      ne: 'त्यही प्रयोगकर्ताबाट गेटवे चलाउनुहोस्, वा --data-dir ले आफ्नो फोल्डर छान्नुहोस्।',
    },
  },
  directory_writable: {
    message: {
      en: 'Every user of this computer may write to the data directory {dataDir}.',
      ne: 'यस कम्प्युटरका सबै प्रयोगकर्ताले डाटा फोल्डर {dataDir} मा लेख्न सक्छन्।',
    },
    fix: {
      en: 'If the folder is for RelayDesk alone: chmod 700 "{dataDir}". Otherwise choose another with --data-dir.',
      ne: 'फोल्डर RelayDesk को मात्र भए: chmod 700 "{dataDir}"। नभए --data-dir ले अर्को छान्नुहोस्।',
    },
  },
  directory_open: {
    message: {
      en: 'Other users of this computer can look into the data directory {dataDir} (mode {mode}).',
      ne: 'यस कम्प्युटरका अरू प्रयोगकर्ताले डाटा फोल्डर {dataDir} हेर्न सक्छन् (मोड {mode})।',
    },
    fix: {
      en: 'If the folder is for RelayDesk alone: chmod 700 "{dataDir}"',
      ne: 'फोल्डर RelayDesk को मात्र भए: chmod 700 "{dataDir}"',
    },
  },
  disk_full: {
    message: {
      en: 'The disk of {dataDir} has {freeMb} MB free: no new messages are accepted below 100 MB.',
      ne: '{dataDir} को डिस्कमा {freeMb} MB मात्र खाली छ: 100 MB भन्दा कममा नयाँ सन्देश लिइँदैन।',
    },
    fix: {
      en: 'Free some space; the gateway goes on by itself.',
      ne: 'केही ठाउँ खाली गर्नुहोस्; गेटवे आफैँ अघि बढ्छ।',
    },
  },
  disk_filling: {
    message: {
      en: 'The disk of {dataDir} has {freeMb} MB free.',
      ne: '{dataDir} को डिस्कमा {freeMb} MB मात्र खाली छ।',
    },
    fix: { en: 'Free some space before it is full.', ne: 'भरिनुअघि केही ठाउँ खाली गर्नुहोस्।' },
  },
  database_fine: { message: { en: 'The database is sound.', ne: 'डाटाबेस ठीक छ।' } },
  database_missing: {
    message: {
      en: 'There is no database yet; the first start makes it.',
      ne: 'डाटाबेस अझै छैन; पहिलो पटक चलाउँदा बन्छ।',
    },
  },
  database_lost: {
    message: {
      en: 'The gateway runs, but its database {dataDir}/relaydesk.db is gone.',
      ne: 'गेटवे चलेको छ, तर यसको डाटाबेस {dataDir}/relaydesk.db छैन।',
    },
    fix: {
      en: 'Stop the gateway, put the file back from a copy, and start it again.',
      ne: 'गेटवे रोक्नुहोस्, प्रतिलिपिबाट फाइल फिर्ता राख्नुहोस्, र फेरि चलाउनुहोस्।',
    },
  },
  database_empty: {
    message: {
      en: 'The database {dataDir}/relaydesk.db is an empty file.',
      ne: 'डाटाबेस {dataDir}/relaydesk.db खाली फाइल हो।',
    },
    fix: {
      en: 'With the gateway stopped, put a copy of it back; if there never was anything in it, remove it.',
      ne: 'गेटवे रोकेर यसको प्रतिलिपि फिर्ता राख्नुहोस्; यसमा कहिल्यै केही थिएन भने हटाउनुहोस्।',
    },
  },
  database_in_log: {
    message: {
      en: 'The database was not closed and can not be checked without changing it.',
      ne: 'डाटाबेस बन्द गरिएको थिएन, र नबदली जाँच्न सकिँदैन।',
    },
    fix: { en: 'Start the gateway, then run this again.', ne: 'गेटवे चलाएर यो फेरि चलाउनुहोस्।' },
  },
  database_damaged: {
    message: {
      en: 'The database {dataDir}/relaydesk.db is damaged: {why}',
      ne: 'डाटाबेस {dataDir}/relaydesk.db बिग्रिएको छ: {why}',
    },
    fix: {
      en: 'Start the gateway: where only indexes are hurt it makes them anew. Otherwise stop it, keep the file and those beside it aside, and put the newest good copy in its place.',
      ne: 'गेटवे चलाउनुहोस्: सूची (index) मात्र बिग्रिएका भए यसले फेरि बनाउँछ। नभए रोक्नुहोस्, यो र यससँगका फाइल छुट्टै राख्नुहोस्, र सबैभन्दा नयाँ राम्रो प्रतिलिपि यसको ठाउँमा राख्नुहोस्।',
    },
  },
  database_damaged_with_backup: {
    message: {
      en: 'The database {dataDir}/relaydesk.db is damaged: {why}',
      ne: 'डाटाबेस {dataDir}/relaydesk.db बिग्रिएको छ: {why}',
    },
    fix: {
      en: 'Start the gateway: where only indexes are hurt it makes them anew. Otherwise stop it and restore the newest good backup: your own, or this: relaydesk restore {backup}',
      ne: 'गेटवे चलाउनुहोस्: सूची (index) मात्र बिग्रिएका भए यसले फेरि बनाउँछ। नभए रोकेर सबैभन्दा नयाँ राम्रो जगेडा फर्काउनुहोस्: आफ्नै, वा यो: relaydesk restore {backup}',
    },
  },
  repaired: {
    message: {
      en: 'At {at} indexes of the database were damaged, and the gateway made them anew: {why}',
      ne: '{at} मा डाटाबेसका सूची (index) बिग्रिएका थिए, गेटवेले फेरि बनायो: {why}',
    },
    fix: {
      en: 'Nothing is lost. Check the disk and make a backup, then remove {dataDir}/last-repair.',
      ne: 'केही हराएको छैन। डिस्क जाँच्नुहोस् र जगेडा राख्नुहोस्, अनि {dataDir}/last-repair हटाउनुहोस्।',
    },
  },
  repair_unreadable: {
    message: {
      en: 'Indexes of the database were made anew; {dataDir}/last-repair does not say when.',
      ne: 'डाटाबेसका सूची (index) फेरि बनाइए; {dataDir}/last-repair ले कहिले भन्दैन।',
    },
    fix: { en: 'Check the disk, then remove that file.', ne: 'डिस्क जाँच्नुहोस्, अनि त्यो फाइल हटाउनुहोस्।' },
  },
  database_unreadable: {
    message: {
      en: 'The database {dataDir}/relaydesk.db can not be read: {why}',
      ne: 'डाटाबेस {dataDir}/relaydesk.db पढ्न सकिएन: {why}',
    },
    fix: {
      en: 'Look at its owner and rights, and whether another program holds it.',
      ne: 'यसको मालिक र अधिकार हेर्नुहोस्, र अर्को प्रोग्रामले समातेको छ कि हेर्नुहोस्।',
    },
  },
  no_crash: { message: { en: 'The gateway never ended by itself.', ne: 'गेटवे कहिल्यै आफैँ बन्द भएको छैन।' } },
  crashed: {
    message: {
      en: 'The gateway (version {version}) ended by itself at {at}: {reason}',
      ne: 'गेटवे (संस्करण {version}) {at} मा आफैँ बन्द भयो: {reason}',
    },
    fix: {
      en: 'Report it with {dataDir}/last-crash, then remove that file.',
      ne: '{dataDir}/last-crash सहित खबर गर्नुहोस्, अनि त्यो फाइल हटाउनुहोस्।',
    },
  },
  crash_unreadable: {
    message: {
      en: 'The gateway ended by itself; {dataDir}/last-crash does not say why.',
      ne: 'गेटवे आफैँ बन्द भयो; {dataDir}/last-crash ले किन भन्दैन।',
    },
    fix: { en: 'Look at the log, then remove that file.', ne: 'लग हेर्नुहोस्, अनि त्यो फाइल हटाउनुहोस्।' },
  },
  gateway_none: { message: { en: 'No gateway runs on it.', ne: 'यसमा कुनै गेटवे चलेको छैन।' } },
  gateway_running: {
    message: { en: 'A gateway runs on it and answers.', ne: 'यसमा गेटवे चलेको छ र जवाफ दिन्छ।' },
  },
  gateway_refusing: {
    message: {
      en: 'A gateway runs on it and can not answer: {why}',
      ne: 'यसमा गेटवे चलेको छ तर जवाफ दिन सक्दैन: {why}',
    },
    fix: {
      en: 'Do what the database line says.',
      ne: 'डाटाबेसको हरफले भनेअनुसार गर्नुहोस्।',
    },
  },
  gateway_silent: {
    message: {
      en: 'Something holds the private socket of {dataDir} and does not answer as a gateway: {why}',
      ne: '{dataDir} को निजी सकेट केहीले समातेको छ, तर गेटवेजस्तो जवाफ दिँदैन: {why}',
    },
    fix: { en: 'Stop the gateway and start it again.', ne: 'गेटवे रोकेर फेरि चलाउनुहोस्।' },
  },
  port_free: { message: { en: 'Port {port} is free.', ne: 'पोर्ट {port} खाली छ।' } },
  port_ours: {
    message: { en: 'Port {port} is in use by this gateway.', ne: 'पोर्ट {port} यही गेटवेले चलाएको छ।' },
  },
  port_taken: {
    message: { en: 'Port {port} is taken by another program.', ne: 'पोर्ट {port} अर्को प्रोग्रामले लिएको छ।' },
    fix: {
      en: 'Stop that program, or start the gateway with another {option}.',
      ne: 'त्यो प्रोग्राम रोक्नुहोस्, वा अर्को {option} ले गेटवे चलाउनुहोस्।',
    },
  },
  port_of_another_relaydesk: {
    message: {
      en: 'Port {port} is taken by a RelayDesk with another data directory.',
      ne: 'पोर्ट {port} अर्कै डाटा फोल्डर भएको RelayDesk ले लिएको छ।',
    },
    fix: {
      en: 'Stop that one, name its folder with --data-dir, or start this one with another {option}.',
      ne: 'त्यो रोक्नुहोस्, --data-dir ले त्यसको फोल्डर दिनुहोस्, वा यो अर्को {option} ले चलाउनुहोस्।',
    },
  },
  adb_fine: {
    message: {
      en: 'adb {version} is at {path}, and its server answers on port {port}.',
      ne: 'adb {version} {path} मा छ, र यसको सर्भरले पोर्ट {port} मा जवाफ दिन्छ।',
    },
  },
  adb_idle: {
    message: {
      en: 'adb {version} is at {path}; the gateway starts its server on port {port} when it runs.',
      ne: 'adb {version} {path} मा छ; गेटवे चल्दा यसको सर्भर पोर्ट {port} मा सुरु हुन्छ।',
    },
  },
  adb_server_only: {
    message: {
      en: 'An adb server answers on port {port}; there is no adb on the PATH to start another.',
      ne: 'पोर्ट {port} मा adb सर्भरले जवाफ दिन्छ; अर्को सुरु गर्न PATH मा adb छैन।',
    },
  },
  adb_no_server: {
    message: {
      en: 'adb {version} is at {path}, but no server answers on port {port}: phones on a cable are not seen.',
      ne: 'adb {version} {path} मा छ, तर पोर्ट {port} मा सर्भरले जवाफ दिँदैन: केबलका फोन देखिँदैनन्।',
    },
    fix: {
      en: 'Run: adb -P {port} start-server',
      ne: 'चलाउनुहोस्: adb -P {port} start-server',
    },
  },
  adb_none: {
    message: {
      en: 'There is no adb on the PATH: phones can not be paired over a cable.',
      ne: 'PATH मा adb छैन: केबलबाट फोन जोड्न सकिँदैन।',
    },
    fix: {
      en: 'Install it (Debian: apt-get install adb), then start the gateway again.',
      ne: 'राख्नुहोस् (Debian: apt-get install adb), अनि गेटवे फेरि चलाउनुहोस्।',
    },
  },
  clock_fine: {
    message: { en: 'It is {time}; the time zone is {zone}.', ne: 'अहिले {time} हो; समय क्षेत्र {zone} हो।' },
  },
  clocks_apart: {
    message: {
      en: 'This computer shows {time}, and the gateway still goes by {gatewayTime}: the clock was set.',
      ne: 'यस कम्प्युटरले {time} देखाउँछ, गेटवे अझै {gatewayTime} मा चल्छ: घडी मिलाइएको थियो।',
    },
    fix: {
      en: 'Make sure that the clock is right. The gateway follows when it has been steady for a minute.',
      ne: 'घडी ठीक छ कि हेर्नुहोस्। एक मिनेट स्थिर रहेपछि गेटवे त्यसैमा चल्छ।',
    },
  },
  clock_wrong: {
    message: { en: 'The clock of this computer shows {time}.', ne: 'यस कम्प्युटरको घडीले {time} देखाउँछ।' },
    fix: {
      en: 'Set the clock, or switch on setting it from the network.',
      ne: 'घडी मिलाउनुहोस्, वा नेटवर्कबाट मिलाउने सुविधा खोल्नुहोस्।',
    },
  },
  key_missing: {
    message: {
      en: 'There is no key for the link of phones yet; the first start makes it.',
      ne: 'फोन लिङ्कको key अझै छैन; पहिलो पटक चलाउँदा बन्छ।',
    },
  },
  key_plain: {
    message: {
      en: 'The key for the link of phones, {dataDir}/relay-key.json, is not encrypted; only its rights protect it.',
      ne: 'फोन लिङ्कको key, {dataDir}/relay-key.json, इन्क्रिप्ट छैन; यसलाई फाइल अधिकारले मात्र जोगाउँछ।',
    },
    fix: {
      en: 'Keep the folder on an encrypted disk, and copies of it private.',
      ne: 'फोल्डर इन्क्रिप्ट गरिएको डिस्कमा राख्नुहोस्, र यसका प्रतिलिपि अरूलाई नदिनुहोस्।',
    },
  },
  key_open: {
    message: {
      en: 'Other users may use the key for the link of phones, {dataDir}/relay-key.json (mode {mode}).',
      ne: 'अरू प्रयोगकर्ताले फोन लिङ्कको key, {dataDir}/relay-key.json, चलाउन सक्छन् (मोड {mode})।',
    },
    fix: {
      en: 'Run: chmod 600 "{dataDir}/relay-key.json"',
      ne: 'चलाउनुहोस्: chmod 600 "{dataDir}/relay-key.json"',
    },
  },
  key_damaged: {
    message: {
      en: 'The key for the link of phones, {dataDir}/relay-key.json, can not be read or is damaged.',
      ne: 'फोन लिङ्कको key, {dataDir}/relay-key.json, पढ्न सकिएन वा बिग्रिएको छ।',
    },
    fix: {
      en: 'Put it back from a copy. Without one: remove it, and pair each phone again.',
      ne: 'प्रतिलिपिबाट फिर्ता राख्नुहोस्। नभए: हटाउनुहोस्, र हरेक फोन फेरि जोड्नुहोस्।',
    },
  },
  backup_none: {
    message: { en: 'There is no backup.', ne: 'जगेडा छैन।' },
    fix: {
      en: 'Make one on another disk now and then: relaydesk backup FILE --data-dir {dataDir}',
      ne: 'बेलाबेलामा अर्को डिस्कमा बनाउनुहोस्: relaydesk backup FILE --data-dir {dataDir}',
    },
  },
  backup_fine: {
    message: {
      en: 'The newest copy of the database, {path}, is {days} days old.',
      ne: 'डाटाबेसको सबैभन्दा नयाँ प्रतिलिपि {path} {days} दिन पुरानो छ।',
    },
  },
  backup_old: {
    message: {
      en: 'The newest copy of the database, {path}, is {days} days old: what came since would be lost.',
      ne: 'डाटाबेसको सबैभन्दा नयाँ प्रतिलिपि {path} {days} दिन पुरानो छ: त्यसपछिको हराउन सक्छ।',
    },
    fix: {
      en: 'Make one on another disk now and then: relaydesk backup FILE --data-dir {dataDir}',
      ne: 'बेलाबेलामा अर्को डिस्कमा बनाउनुहोस्: relaydesk backup FILE --data-dir {dataDir}',
    },
  },
  backup_of_nothing: {
    message: { en: 'There is nothing to back up yet.', ne: 'जगेडा राख्नुपर्ने अझै केही छैन।' },
  },
  phones_not_asked: {
    message: {
      en: 'Phones are asked about while a gateway runs.',
      ne: 'फोनको अवस्था गेटवे चल्दा मात्र थाहा हुन्छ।',
    },
  },
  phones_none: {
    message: { en: 'No phone is paired.', ne: 'कुनै फोन जोडिएको छैन।' },
    fix: {
      en: 'Plug one in and run: relaydesk provision SERIAL',
      ne: 'फोन लगाएर चलाउनुहोस्: relaydesk provision SERIAL',
    },
  },
  phone_fine: {
    message: { en: '{name} has no problem ({state}).', ne: '{name} मा कुनै समस्या छैन ({state})।' },
  },
  phone_problem: {
    message: { en: '{name}: {problem}', ne: '{name} फोन: {problem}' },
    fix: { en: 'For this phone: {remedy}', ne: 'यस फोनका लागि: {remedy}' },
  },
} as const satisfies Entries;
