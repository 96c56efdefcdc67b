/**
 * Sentences that the gateway writes itself, in Nepali, by their English words; `{}` stands for a value. What has a
 * code (failures, waiting reasons, problems of a phone, steps) is not here: the code finds its words.
 */
export const GATEWAY_SENTENCES_NE: Readonly<Record<string, string>> = {
  // Phones that ADB lists.
  'This phone is paired.': 'यो फोन जोडिएको छ।',
  'This phone can be paired.': 'यो फोन जोड्न मिल्छ।',
  'Click Pair.': '“जोड्नुहोस्” थिच्नुहोस्।',
  'The phone has not allowed this computer yet.': 'फोनले यस कम्प्युटरलाई अझै अनुमति दिएको छैन।',
  'Unlock the phone, tick “Always allow” and tap Allow.':
    'फोन खोल्नुहोस्, “Always allow” मा चिन्ह लगाएर Allow थिच्नुहोस्।',
  'The phone does not answer.': 'फोनले जवाफ दिँदैन।',
  'Unplug the cable and plug it in again.': 'केबल निकालेर फेरि लगाउनुहोस्।',
  'This computer may not use the USB port of the phone.': 'यस कम्प्युटरलाई फोनको USB पोर्ट चलाउने अनुमति छैन।',
  'Install the udev rules for Android (package android-sdk-platform-tools-common), then replug.':
    'Android का udev नियम (प्याकेज android-sdk-platform-tools-common) राख्नुहोस्, अनि केबल फेरि लगाउनुहोस्।',
  'The phone is in {} mode.': 'फोन {} मोडमा छ।',
  'Restart the phone.': 'फोन फेरि सुरु गर्नुहोस्।',
  'ADB says: {}.': 'ADB को भनाइ: {}।',
  'There is no adb on this computer, so phones on a cable are not seen.':
    'यस कम्प्युटरमा adb छैन, त्यसैले केबलका फोन देखिँदैनन्।',
  'Install Android platform-tools (on Debian: apt-get install adb); it is found by itself.':
    'Android platform-tools राख्नुहोस् (Debian मा: apt-get install adb); यो आफैँ भेटिन्छ।',
  'The adb server does not answer; it is being started again.': 'adb सर्भरले जवाफ दिँदैन; फेरि सुरु गरिँदैछ।',
  'ADB is running.': 'ADB चलिरहेको छ।',
  'ADB is switched off (--no-adb).': 'ADB बन्द छ (--no-adb)।',

  'Start the gateway without --no-adb.': 'गेटवे --no-adb बिना सुरु गर्नुहोस्।',

  // Installing the relay app and granting it what it needs.
  'The relay app in this program is damaged.': 'यस प्रोग्रामभित्रको रिले एप बिग्रिएको छ।',
  'This program was built without the relay app.': 'यो प्रोग्राम रिले एपबिना बनाइएको हो।',
  'Install RelayDesk again; in a checkout, run: npm run relay:build. Then click Pair again.':
    'RelayDesk फेरि राख्नुहोस्; स्रोतबाट चलाउँदा: npm run relay:build। अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The relay app on the phone ({}) is newer than the one of this program ({}).':
    'फोनको रिले एप ({}) यस प्रोग्रामको ({}) भन्दा नयाँ छ।',
  'Removing the relay app of somebody else.': 'अरूको रिले एप हटाउँदै।',
  'Sending the relay app: {} of {} KB.': 'रिले एप पठाउँदै: {} / {} KB।',
  'The phone installs the relay app; it may ask you.': 'फोनले रिले एप राख्दैछ; फोनले तपाईंलाई सोध्न सक्छ।',
  'The phone gave an odd answer to the installation: {}': 'एप राख्दा फोनले अनौठो जवाफ दियो: {}',
  'The phone says that it installed the relay app, but it is not there.': 'फोनले रिले एप राखेँ भन्छ, तर त्यहाँ छैन।',
  'Keep the phone unlocked, click Pair again and tap Install when the phone asks.':
    'फोन खुला राख्नुहोस्, फेरि “जोड्नुहोस्” थिच्नुहोस् र फोनले सोध्दा Install थिच्नुहोस्।',
  'The relay app was updated to {}.': 'रिले एप {} मा अद्यावधिक भयो।',
  'The relay app {} was installed.': 'रिले एप {} राखियो।',
  'Granting {}.': '{} को अनुमति दिँदै।',
  'Allowing it to run in the background.': 'पृष्ठभूमिमा चल्न दिँदै।',
  'The phone did not grant: {}.': 'फोनले यी अनुमति दिएन: {}।',
  'The relay app can send, but the phone did not grant: {}.': 'रिले एपले पठाउन सक्छ, तर फोनले यी अनुमति दिएन: {}।',
  'All permissions are granted, but the phone may put the relay app to sleep.':
    'सबै अनुमति दिइयो, तर फोनले रिले एपलाई सुताउन सक्छ।',
  'On the phone, allow RelayDesk Relay to use the battery without restriction.':
    'फोनमा RelayDesk Relay लाई ब्याट्री बिना रोक चलाउन दिनुहोस्।',
  'All permissions are granted.': 'सबै अनुमति दिइयो।',
  'In the developer options switch on “USB debugging (Security settings)”, then click Pair again.':
    'developer options मा “USB debugging (Security settings)” खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'In the developer options switch on “Disable permission monitoring”, then click Pair again.':
    'developer options मा “Disable permission monitoring” खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'On the phone, open Settings → Apps → RelayDesk Relay → Permissions, allow SMS and Phone, then click Pair again.':
    'फोनमा Settings → Apps → RelayDesk Relay → Permissions खोलेर SMS र Phone लाई अनुमति दिनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The phone has too little free space.': 'फोनमा खाली ठाउँ कम छ।',
  'Delete something on the phone, then click Pair again.': 'फोनबाट केही मेटाउनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The relay app on the phone is signed by somebody else.': 'फोनको रिले एपमा अरू कसैको हस्ताक्षर छ।',
  'Click Replace, or run relaydesk provision with --replace: the app on the phone goes with its records of sent texts, then ours is installed.':
    '“बदल्नुहोस्” थिच्नुहोस्, वा relaydesk provision लाई --replace सँग चलाउनुहोस्: फोनको एप पठाइएका सन्देशको अभिलेखसहित हट्छ, अनि हाम्रो राखिन्छ।',
  'The relay app on the phone is newer than the one of this program.':
    'फोनको रिले एप यस प्रोग्रामको भन्दा नयाँ छ।',
  'Update RelayDesk on this computer, or remove the relay app from the phone, then click Pair again.':
    'यस कम्प्युटरको RelayDesk अद्यावधिक गर्नुहोस्, वा फोनबाट रिले एप हटाउनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The phone does not allow apps to be installed over USB.': 'फोनले USB बाट एप राख्न दिँदैन।',
  'Switch on “Install via USB” in the developer options (Xiaomi asks for a Mi account and a SIM), accept the question on the phone, then click Pair again.':
    'developer options मा “Install via USB” खोल्नुहोस् (Xiaomi ले Mi खाता र SIM माग्छ), फोनको प्रश्न स्वीकार गर्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The installation was refused on the phone.': 'फोनमा एप राख्न अस्वीकार गरियो।',
  'Play Protect stopped the installation.': 'Play Protect ले एप राख्न रोक्यो।',
  'Open the Play Store on the phone, look under Play Protect what it says of RelayDesk Relay and allow it, then click Pair again.':
    'फोनमा Play Store खोल्नुहोस्, Play Protect ले RelayDesk Relay बारे के भन्छ हेरेर अनुमति दिनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The Android of this phone is too old for the relay app.': 'यस फोनको Android रिले एपका लागि धेरै पुरानो छ।',
  'The Android of this phone is too new for this relay app.': 'यस फोनको Android यो रिले एपका लागि धेरै नयाँ छ।',
  'Update RelayDesk on this computer, then click Pair again.':
    'यस कम्प्युटरको RelayDesk अद्यावधिक गर्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'This device lacks what a phone that sends texts has.': 'सन्देश पठाउने फोनमा हुनुपर्ने कुरा यस यन्त्रमा छैन।',
  'Use a phone with a SIM that can send texts.': 'सन्देश पठाउन सक्ने SIM भएको फोन प्रयोग गर्नुहोस्।',
  'A rule on the phone forbids it.': 'फोनको एउटा नियमले यो रोक्छ।',
  'Ask whoever manages the phone, or use another phone.':
    'फोन व्यवस्थापन गर्नेलाई सोध्नुहोस्, वा अर्को फोन प्रयोग गर्नुहोस्।',
  'Another app on the phone stands in the way.': 'फोनको अर्को एप बाधा बनेको छ।',
  'Remove other copies of RelayDesk Relay from the phone, then click Pair again.':
    'फोनबाट RelayDesk Relay का अरू प्रति हटाउनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The relay app did not arrive whole.': 'रिले एप पूरा पुगेन।',
  'Try another cable or USB port and click Pair again; if it comes back, install RelayDesk again.':
    'अर्को केबल वा USB पोर्ट प्रयोग गरेर फेरि “जोड्नुहोस्” थिच्नुहोस्; फेरि भए RelayDesk फेरि राख्नुहोस्।',
  'The phone could not finish the installation.': 'फोनले एप राख्न सकेन।',
  'The phone refused the relay app: {}.': 'फोनले रिले एप अस्वीकार गर्\u200dयो: {}।',
  'Restart the phone and click Pair again; if it comes back, look this code up together with the model of the phone.':
    'फोन फेरि सुरु गरेर फेरि “जोड्नुहोस्” थिच्नुहोस्; फेरि भए यो कोड फोनको मोडेलसँग खोज्नुहोस्।',

  // Pairing a phone.
  'Something went wrong inside the gateway.': 'गेटवेभित्र केही गडबड भयो।',
  'Click Pair again; if it comes back, look into the log of the gateway.':
    'फेरि “जोड्नुहोस्” थिच्नुहोस्; फेरि भए गेटवेको लग हेर्नुहोस्।',
  'Click Pair again in a moment.': 'एकछिनमा फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'Click Pair again.': 'फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The phone did not answer in time.': 'फोनले समयमा जवाफ दिएन।',
  'Check the cable, unlock the phone, then click Pair again.':
    'केबल जाँच्नुहोस्, फोन खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The phone is gone from the cable.': 'फोन केबलमा छैन।',
  'Plug it in again, then click Pair again.': 'केबल फेरि लगाएर फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'ADB says: {}': 'ADB को भनाइ: {}',
  'Check the cable, then click Pair again.': 'केबल जाँचेर फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'ADB does not list this phone.': 'ADB ले यो फोन देख्दैन।',
  'Plug it in with a data cable and switch USB debugging on in the developer options.':
    'डाटा केबलले जोड्नुहोस् र developer options मा USB debugging खोल्नुहोस्।',
  'Found {}.': '{} भेटियो।',
  'This phone runs an Android older than 8 (API level {}).':
    'यस फोनमा Android 8 भन्दा पुरानो छ (API level {})।',
  'Use a phone with Android 8 or newer.': 'Android 8 वा नयाँ भएको फोन प्रयोग गर्नुहोस्।',
  'The phone was restarted and not unlocked since.': 'फोन फेरि सुरु भएपछि खोलिएको छैन।',
  'Unlock the phone once with its PIN, then click Pair again.':
    'PIN हालेर फोन एक पटक खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'Android is new enough.': 'Android पर्याप्त नयाँ छ।',
  'Android is new enough (API level {}).': 'Android पर्याप्त नयाँ छ (API level {})।',
  'The SIM of the phone is locked.': 'फोनको SIM लक छ।',
  'Unlock the SIM with its PIN on the phone, then click Pair again.':
    'फोनमा PIN हालेर SIM खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'There is no SIM in the phone.': 'फोनमा SIM छैन।',
  'Put a SIM in, wait until the phone shows its operator, then click Pair again.':
    'SIM राख्नुहोस्, फोनले सेवा प्रदायक देखाएपछि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The relay app is on the phone.': 'रिले एप फोनमा छ।',
  'No port of the phone is free.': 'फोनको कुनै पोर्ट खाली छैन।',
  'Restart the phone, then click Pair again.': 'फोन फेरि सुरु गरेर फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The phone is paired with this gateway.': 'फोन यस गेटवेसँग जोडियो।',
  'The relay app did not dial in.': 'रिले एप जोडिन आएन।',
  'Open the relay app on the phone once, then click Pair again.':
    'फोनमा रिले एप एक पटक खोल्नुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The relay app does not answer.': 'रिले एपले जवाफ दिँदैन।',
  'The phone is paired with another gateway.': 'फोन अर्को गेटवेसँग जोडिएको छ।',
  'Unpair it in the relay app on the phone, then click Pair again.':
    'फोनको रिले एपमा त्यो जोडाइ हटाउनुहोस्, अनि फेरि “जोड्नुहोस्” थिच्नुहोस्।',
  'The relay app refused: {}.': 'रिले एपले अस्वीकार गर्‍यो: {}।',
  'The phone gave an odd answer.': 'फोनले अनौठो जवाफ दियो।',
  'The phone can send.': 'फोनले पठाउन सक्छ।',
  'The phone gave no sign of life after pairing.': 'जोडिएपछि फोनबाट कुनै संकेत आएन।',

  // What the compose box refuses.
  'is not a phone number': 'यो फोन नम्बर होइन',
  'is not a valid phone number': 'यो नम्बर मान्य छैन',
  'must not have an extension': 'नम्बरमा extension हुनु हुँदैन',
  'must be in E.164 form, such as +9779812345678 (the workspace has no country)':
    'अन्तर्राष्ट्रिय रूपमा लेख्नुहोस्, जस्तै +9779812345678',
  'The queue takes no new messages now.': 'लाइनले अहिले नयाँ सन्देश लिँदैन।',
  'There is no message with this request_id.': 'यो request_id भएको सन्देश छैन।',
  'The gateway does not answer.': 'गेटवेले जवाफ दिएन।',
  'The gateway gave no answer.': 'गेटवेले जवाफ दिएन।',
};
