/** Why a message failed, and what to do next. The API names these without their subject, and calls the fix a hint. */
import type { Entry } from './text.ts';

export const FAILURE = {
  no_service: {
    message: { en: 'The SIM had no service.', ne: 'SIM मा सेवा थिएन।' },
    fix: {
      en: 'Move the phone to a place with signal, or use another SIM.',
      ne: 'फोनलाई सिग्नल भएको ठाउँमा राख्नुहोस्, वा अर्को SIM प्रयोग गर्नुहोस्।',
    },
  },
  radio_off: {
    message: { en: 'The radio of the phone was off.', ne: 'फोनको रेडियो बन्द थियो।' },
    fix: { en: 'Switch airplane mode off on the phone.', ne: 'फोनमा airplane mode बन्द गर्नुहोस्।' },
  },
  network_error: {
    message: { en: 'The mobile network answered with an error.', ne: 'मोबाइल नेटवर्कले त्रुटि फर्कायो।' },
    fix: {
      en: 'Try again later; if it goes on, ask the carrier.',
      ne: 'पछि फेरि प्रयास गर्नुहोस्; भइरहे सेवा प्रदायकलाई सोध्नुहोस्।',
    },
  },
  modem_error: {
    message: { en: 'The modem of the phone reported an error.', ne: 'फोनको मोडेमले त्रुटि जनायो।' },
    fix: { en: 'Restart the phone.', ne: 'फोन पुनः सुरु गर्नुहोस्।' },
  },
  generic_failure: {
    message: { en: 'The phone could not send it and gave no reason.', ne: 'फोनले पठाउन सकेन र कारण दिएन।' },
    fix: {
      en: 'Check the balance and the message centre number of the SIM.',
      ne: 'SIM को ब्यालेन्स र message centre नम्बर जाँच्नुहोस्।',
    },
  },
  sim_absent: {
    message: { en: 'There is no SIM in the phone.', ne: 'फोनमा SIM छैन।' },
    fix: { en: 'Put the SIM back in, or choose another phone.', ne: 'SIM राख्नुहोस्, वा अर्को फोन छान्नुहोस्।' },
  },
  sim_locked: {
    message: { en: 'The SIM is locked.', ne: 'SIM लक छ।' },
    fix: { en: 'Unlock the SIM with its PIN on the phone.', ne: 'फोनमा PIN हालेर SIM खोल्नुहोस्।' },
  },
  os_limit: {
    message: {
      en: 'Android stopped the relay from sending so many texts.',
      ne: 'Android ले धेरै सन्देश पठाउन रोक्यो।',
    },
    fix: {
      en: 'Slow down, or raise the SMS limit of the phone.',
      ne: 'गति घटाउनुहोस्, वा फोनको SMS सीमा बढाउनुहोस्।',
    },
  },
  carrier_rejected: {
    message: { en: 'The carrier refused the message.', ne: 'सेवा प्रदायकले सन्देश अस्वीकार गर्‍यो।' },
    fix: {
      en: 'Check the plan of the SIM and whether the carrier allows this content.',
      ne: 'SIM को प्याकेज र सन्देशको सामग्री जाँच्नुहोस्।',
    },
  },
  number_invalid: {
    message: { en: 'The number can not be texted.', ne: 'यो नम्बरमा सन्देश पठाउन मिल्दैन।' },
    fix: { en: 'Check the number.', ne: 'नम्बर जाँच्नुहोस्।' },
  },
  permission_missing: {
    message: { en: 'The relay app may not send texts.', ne: 'रिले एपलाई सन्देश पठाउने अनुमति छैन।' },
    fix: {
      en: 'Grant the SMS permission to RelayDesk Relay on the phone.',
      ne: 'फोनमा RelayDesk Relay लाई SMS अनुमति दिनुहोस्।',
    },
  },
  text_too_long: {
    message: { en: 'The text needs more parts than allowed.', ne: 'सन्देश अनुमति भन्दा लामो छ।' },
    fix: { en: 'Shorten it, or raise max_parts.', ne: 'छोटो पार्नुहोस्, वा max_parts बढाउनुहोस्।' },
  },
  device_removed: {
    message: { en: 'The phone was removed while it held the message.', ne: 'सन्देश बोकेको फोन हटाइयो।' },
    fix: {
      en: 'Send it again through another phone if it did not arrive.',
      ne: 'नपुगेको भए अर्को फोनबाट फेरि पठाउनुहोस्।',
    },
  },
  partially_sent: {
    message: { en: 'Some parts left the phone, others did not.', ne: 'सन्देशका केही भाग मात्र पठाइए।' },
    fix: {
      en: 'The receiver may hold a broken text; send again only if a repeat does no harm.',
      ne: 'दोहोरिँदा हानि नहुने भए मात्र फेरि पठाउनुहोस्।',
    },
  },
  recipient_opted_out: {
    message: { en: 'The number opted out.', ne: 'यो नम्बरले सन्देश नलिने भनेको छ।' },
    fix: { en: 'Do not text it.', ne: 'यसमा सन्देश नपठाउनुहोस्।' },
  },
  relay_rejected: {
    message: {
      en: 'The relay app refused the message before sending anything.',
      ne: 'रिले एपले पठाउनु अघि नै अस्वीकार गर्‍यो।',
    },
    fix: {
      en: 'Open the phone in Devices and look at its problems.',
      ne: 'Devices मा फोन खोलेर समस्या हेर्नुहोस्।',
    },
  },
  too_many_attempts: {
    message: {
      en: 'It was tried as often as allowed, and nothing left a phone.',
      ne: 'अनुमति भएजति पटक प्रयास भयो, केही पनि पठाइएन।',
    },
    fix: {
      en: 'Look at the attempts for the cause, mend it, and send again.',
      ne: 'प्रयासहरूमा कारण हेर्नुहोस्, सुधारेर फेरि पठाउनुहोस्।',
    },
  },
  report_failed: {
    message: {
      en: 'The network reported that it could not be delivered.',
      ne: 'नेटवर्कले पुर्‍याउन सकिएन भनेर जनायो।',
    },
    fix: {
      en: 'Check the number, and whether the phone behind it is in use.',
      ne: 'नम्बर र त्यो फोन चलिरहेको छ कि जाँच्नुहोस्।',
    },
  },
} as const satisfies Readonly<Record<string, Required<Entry>>>;
