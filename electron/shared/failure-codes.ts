/** Why a message failed: a closed table, each with a sentence and what to do next, in English and Nepali. */
type FailureText = { readonly message: string; readonly hint: string };
type FailureRow = { readonly en: FailureText; readonly ne: FailureText };

const row = (message: string, hint: string, messageNe: string, hintNe: string): FailureRow => ({
  en: { message, hint },
  ne: { message: messageNe, hint: hintNe },
});

export const FAILURE_CODES = {
  no_service: row(
    'The SIM had no service.',
    'Move the phone to a place with signal, or use another SIM.',
    'SIM मा सेवा थिएन।',
    'फोनलाई सिग्नल भएको ठाउँमा राख्नुहोस्, वा अर्को SIM प्रयोग गर्नुहोस्।',
  ),
  radio_off: row(
    'The radio of the phone was off.',
    'Switch airplane mode off on the phone.',
    'फोनको रेडियो बन्द थियो।',
    'फोनमा airplane mode बन्द गर्नुहोस्।',
  ),
  network_error: row(
    'The mobile network answered with an error.',
    'Try again later; if it goes on, ask the carrier.',
    'मोबाइल नेटवर्कले त्रुटि फर्कायो।',
    'पछि फेरि प्रयास गर्नुहोस्; भइरहे सेवा प्रदायकलाई सोध्नुहोस्।',
  ),
  modem_error: row(
    'The modem of the phone reported an error.',
    'Restart the phone.',
    'फोनको मोडेमले त्रुटि जनायो।',
    'फोन पुनः सुरु गर्नुहोस्।',
  ),
  generic_failure: row(
    'The phone could not send it and gave no reason.',
    'Check the balance and the message centre number of the SIM.',
    'फोनले पठाउन सकेन र कारण दिएन।',
    'SIM को ब्यालेन्स र message centre नम्बर जाँच्नुहोस्।',
  ),
  sim_absent: row(
    'There is no SIM in the phone.',
    'Put the SIM back in, or choose another phone.',
    'फोनमा SIM छैन।',
    'SIM राख्नुहोस्, वा अर्को फोन छान्नुहोस्।',
  ),
  sim_locked: row(
    'The SIM is locked.',
    'Unlock the SIM with its PIN on the phone.',
    'SIM लक छ।',
    'फोनमा PIN हालेर SIM खोल्नुहोस्।',
  ),
  os_limit: row(
    'Android stopped the relay from sending so many texts.',
    'Slow down, or raise the SMS limit of the phone.',
    'Android ले धेरै सन्देश पठाउन रोक्यो।',
    'गति घटाउनुहोस्, वा फोनको SMS सीमा बढाउनुहोस्।',
  ),
  carrier_rejected: row(
    'The carrier refused the message.',
    'Check the plan of the SIM and whether the carrier allows this content.',
    'सेवा प्रदायकले सन्देश अस्वीकार गर्‍यो।',
    'SIM को प्याकेज र सन्देशको सामग्री जाँच्नुहोस्।',
  ),
  number_invalid: row(
    'The number can not be texted.',
    'Check the number.',
    'यो नम्बरमा सन्देश पठाउन मिल्दैन।',
    'नम्बर जाँच्नुहोस्।',
  ),
  permission_missing: row(
    'The relay app may not send texts.',
    'Grant the SMS permission to RelayDesk Relay on the phone.',
    'रिले एपलाई सन्देश पठाउने अनुमति छैन।',
    'फोनमा RelayDesk Relay लाई SMS अनुमति दिनुहोस्।',
  ),
  text_too_long: row(
    'The text needs more parts than allowed.',
    'Shorten it, or raise max_parts.',
    'सन्देश अनुमति भन्दा लामो छ।',
    'छोटो पार्नुहोस्, वा max_parts बढाउनुहोस्।',
  ),
  device_removed: row(
    'The phone was removed while it held the message.',
    'Send it again through another phone if it did not arrive.',
    'सन्देश बोकेको फोन हटाइयो।',
    'नपुगेको भए अर्को फोनबाट फेरि पठाउनुहोस्।',
  ),
  partially_sent: row(
    'Some parts left the phone, others did not.',
    'The receiver may hold a broken text; send again only if a repeat does no harm.',
    'सन्देशका केही भाग मात्र पठाइए।',
    'दोहोरिँदा हानि नहुने भए मात्र फेरि पठाउनुहोस्।',
  ),
  recipient_opted_out: row(
    'The number opted out.',
    'Do not text it.',
    'यो नम्बरले सन्देश नलिने भनेको छ।',
    'यसमा सन्देश नपठाउनुहोस्।',
  ),
  relay_rejected: row(
    'The relay app refused the message before sending anything.',
    'Open the phone in Devices and look at its problems.',
    'रिले एपले पठाउनु अघि नै अस्वीकार गर्‍यो।',
    'Devices मा फोन खोलेर समस्या हेर्नुहोस्।',
  ),
  too_many_attempts: row(
    'It was tried as often as allowed, and nothing left a phone.',
    'Look at the attempts for the cause, mend it, and send again.',
    'अनुमति भएजति पटक प्रयास भयो, केही पनि पठाइएन।',
    'प्रयासहरूमा कारण हेर्नुहोस्, सुधारेर फेरि पठाउनुहोस्।',
  ),
  report_failed: row(
    'The network reported that it could not be delivered.',
    'Check the number, and whether the phone behind it is in use.',
    'नेटवर्कले पुर्‍याउन सकिएन भनेर जनायो।',
    'नम्बर र त्यो फोन चलिरहेको छ कि जाँच्नुहोस्।',
  ),
} as const satisfies Readonly<Record<string, FailureRow>>;
export type FailureCode = keyof typeof FAILURE_CODES;

export function isFailureCode(text: string | null): text is FailureCode {
  return text !== null && Object.hasOwn(FAILURE_CODES, text);
}
