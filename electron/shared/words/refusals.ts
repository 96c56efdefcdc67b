/** Why a request is refused, and why a phone is. */
import { DAMAGED_AND_FIX, DAMAGED_AND_FIX_WITH_BACKUP } from './damage.ts';
import type { Entries } from './text.ts';

export const REFUSAL = {
  // Who may.
  no_token: {
    message: {
      en: 'Send a valid token: Authorization: Bearer rd_live_…',
      ne: 'मान्य टोकन पठाउनुहोस्: Authorization: Bearer rd_live_…',
    },
  },
  no_scope: { message: { en: 'This token lacks the scope {scope}.', ne: 'यस टोकनमा {scope} को अधिकार छैन।' } },
  not_signed_in: {
    message: {
      en: 'Sign in first: open the link in the file sign-in-link of the data directory.',
      ne: 'पहिले साइन इन गर्नुहोस्: डाटा फोल्डरको sign-in-link फाइलको लिंक खोल्नुहोस्।',
    },
  },
  old_sign_in_link: {
    message: {
      en: 'This sign-in link was used or is too old. Open the newest one.',
      ne: 'यो साइन इन लिंक प्रयोग भइसक्यो वा पुरानो भयो। सबैभन्दा नयाँ लिंक खोल्नुहोस्।',
    },
  },
  other_host: {
    message: {
      en: 'This Host is not this gateway. Use 127.0.0.1 and its port.',
      ne: 'यो Host यस गेटवेको होइन। 127.0.0.1 र यसको पोर्ट प्रयोग गर्नुहोस्।',
    },
  },
  other_origin: {
    message: {
      en: 'Web pages of other origins may not call the gateway.',
      ne: 'अरू वेब पेजले गेटवे चलाउन पाउँदैनन्।',
    },
  },
  screens_only: {
    message: {
      en: 'This socket speaks only for the screens.',
      ne: 'यो socket पर्दाहरूका लागि मात्र हो।',
    },
  },

  // How it is asked.
  no_such_address: { message: { en: 'There is nothing at this address.', ne: 'यस ठेगानामा केही छैन।' } },
  wrong_method: { message: { en: 'This address takes {methods}.', ne: 'यो ठेगानाले {methods} लिन्छ।' } },
  body_missing: {
    message: {
      en: 'The body is missing; it must be a JSON object.',
      ne: 'body छैन; JSON object हुनुपर्छ।',
    },
  },
  body_not_json: { message: { en: 'The body is not valid JSON.', ne: 'body मान्य JSON होइन।' } },
  body_not_utf8: {
    message: {
      en: 'The body is not UTF-8; send JSON in UTF-8.',
      ne: 'body UTF-8 होइन; UTF-8 मा JSON पठाउनुहोस्।',
    },
  },
  body_packed: {
    message: {
      en: 'The body is packed with {encoding}; send it as it is, without Content-Encoding.',
      ne: 'body {encoding} ले खुम्च्याइएको छ; Content-Encoding बिना जस्ताको तस्तै पठाउनुहोस्।',
    },
  },
  wrong_content_type: {
    message: {
      en: 'The body must be JSON, sent with Content-Type: application/json.',
      ne: 'body JSON हुनुपर्छ, Content-Type: application/json सँग।',
    },
  },
  wrong_length: {
    message: {
      en: 'The Content-Length does not match the body.',
      ne: 'Content-Length body सँग मिल्दैन।',
    },
  },
  body_too_large: {
    message: { en: 'The body is over {limit} bytes.', ne: 'body {limit} बाइटभन्दा ठूलो छ।' },
  },
  too_slow: {
    message: { en: 'The request took too long to come.', ne: 'request आइपुग्न धेरै समय लाग्यो।' },
  },
  headers_too_large: {
    message: { en: 'The headers are too large.', ne: 'header हरू धेरै ठूला छन्।' },
  },
  no_tunnels: { message: { en: 'The gateway is no proxy.', ne: 'गेटवे proxy होइन।' } },
  not_readable: { message: { en: 'The request could not be read.', ne: 'request पढ्न सकिएन।' } },
  invalid_fields: { message: { en: '{field}: {problem}', ne: '{field}: {problem}' } },
  invalid_request: { message: { en: 'The request is not valid.', ne: 'request मान्य छैन।' } },

  // What is not there.
  no_message: {
    message: { en: 'There is no message with this request_id.', ne: 'यो request_id भएको सन्देश छैन।' },
  },
  no_batch: {
    message: { en: 'There is no batch with this batch_id.', ne: 'यो batch_id भएको सूची छैन।' },
  },
  no_received_text: {
    message: { en: 'There is no received text with this id.', ne: 'यो id भएको आएको सन्देश छैन।' },
  },
  no_phone: { message: { en: 'There is no phone with this id.', ne: 'यो id भएको फोन छैन।' } },
  no_sim: {
    message: {
      en: 'There is no such SIM. Name it by its sim_… id, or as NAME/SLOT, such as “Relay Device 1/2”.',
      ne: 'यस्तो SIM छैन। sim_… id ले, वा NAME/SLOT रूपमा भन्नुहोस्, जस्तै “Relay Device 1/2”।',
    },
  },
  no_successor: {
    message: {
      en: 'No other SIM is in the place of this one now. Look at the phone again.',
      ne: 'अहिले यो SIM को ठाउँमा अर्को SIM छैन। फोन फेरि हेर्नुहोस्।',
    },
  },
  no_run: { message: { en: 'There is no such run.', ne: 'यस्तो प्रक्रिया छैन।' } },

  // Which phone is to send.
  phone_not_usable: {
    message: {
      en: 'There is no phone {phone} that this token may use.',
      ne: 'यस टोकनले चलाउन पाउने {phone} नामको फोन छैन।',
    },
  },
  sim_not_usable: {
    message: {
      en: 'There is no SIM {sim} that this message may use.',
      ne: 'यस सन्देशले चलाउन पाउने {sim} SIM छैन।',
    },
  },
  slot_of_several: {
    message: {
      en: 'Several phones have this slot; name the device too.',
      ne: 'यो slot धेरै फोनमा छ; फोनको नाम पनि दिनुहोस्।',
    },
  },
  none_online: {
    message: {
      en: 'No phone that this message may use can send now.',
      ne: 'यस सन्देशले चलाउन पाउने कुनै फोनले अहिले पठाउन सक्दैन।',
    },
  },

  // What has become of it already.
  too_late_to_cancel: {
    message: {
      en: 'This message is {status}; it can not be cancelled any more.',
      ne: 'यो सन्देश {status} भइसक्यो; अब रद्द गर्न मिल्दैन।',
    },
  },
  rows_left_out: {
    message: {
      en: '{rejected} of {rows} rows can not be sent, so none was taken. Nothing was sent.',
      ne: '{rows} मध्ये {rejected} पङ्क्ति पठाउन मिल्दैन, त्यसैले कुनै पनि लिइएन। केही पठाइएन।',
    },
  },
  batch_is_over: {
    message: { en: 'This batch is {status}.', ne: 'यो सूची {status} भइसक्यो।' },
  },
  not_to_resend: {
    message: {
      en: 'This message is {status}; only one that failed, expired or was cancelled is sent again.',
      ne: 'यो सन्देश {status} छ; असफल, म्याद सकिएको वा रद्द भएको मात्र फेरि पठाइन्छ।',
    },
  },
  may_have_left: {
    message: {
      en: 'This message may have arrived. Say "accept_duplicate_risk": true to send it again anyway.',
      ne: 'यो सन्देश पुगिसकेको हुन सक्छ। तैपनि फेरि पठाउन "accept_duplicate_risk": true भन्नुहोस्।',
    },
  },

  // What holds it back.
  queue_blocked: {
    message: { en: 'The queue takes no new messages now.', ne: 'लाइनले अहिले नयाँ सन्देश लिँदैन।' },
  },
  disk_full: {
    message: {
      en: 'The disk is full or can not be written; nothing was stored.',
      ne: 'डिस्क भरियो वा लेख्न सकिएन; केही सुरक्षित भएन।',
    },
  },
  database_damaged: DAMAGED_AND_FIX,
  database_damaged_with_backup: DAMAGED_AND_FIX_WITH_BACKUP,
  database_lost: {
    message: {
      en: 'The database file of RelayDesk was deleted or replaced while it ran; nothing was stored.',
      ne: 'RelayDesk चलिरहँदा यसको डाटाबेस फाइल मेटियो वा फेरियो; केही सुरक्षित भएन।',
    },
  },
  database_locked: {
    message: {
      en: 'Another program holds the database of RelayDesk locked; nothing was stored. Close that program.',
      ne: 'अर्को प्रोग्रामले RelayDesk को डाटाबेस लक गरेको छ; केही सुरक्षित भएन। त्यो प्रोग्राम बन्द गर्नुहोस्।',
    },
  },
  text_erased: {
    message: {
      en: 'The text of this message was erased after its time. Send it as a new message.',
      ne: 'यो सन्देशको अक्षर समय सकिएपछि मेटाइयो। नयाँ सन्देशको रूपमा पठाउनुहोस्।',
    },
  },
  read_timeout: {
    message: {
      en: 'Reading took too long and was ended. Narrow the filter, or ask again.',
      ne: 'पढ्न धेरै समय लाग्यो र रोकियो। फिल्टर साँघुरो पार्नुहोस्, वा फेरि प्रयास गर्नुहोस्।',
    },
  },
  key_of_other_body: {
    message: {
      en: 'This Idempotency-Key was used with another body. Use a new key for a new message.',
      ne: 'यो Idempotency-Key अर्को body सँग प्रयोग भइसक्यो। नयाँ सन्देशका लागि नयाँ key प्रयोग गर्नुहोस्।',
    },
  },
  key_in_progress: {
    message: {
      en: 'A request with this Idempotency-Key is being stored.',
      ne: 'यो Idempotency-Key को request सुरक्षित हुँदैछ।',
    },
  },
  gateway_silent: { message: { en: 'The gateway does not answer.', ne: 'गेटवेले जवाफ दिएन।' } },
  no_answer: { message: { en: 'The gateway gave no answer.', ne: 'गेटवेले जवाफ दिएन।' } },
  not_ready: { message: { en: 'Not ready.', ne: 'तयार छैन।' } },
  internal: {
    message: { en: 'Something went wrong inside the gateway.', ne: 'गेटवेभित्र केही गडबड भयो।' },
  },
} as const satisfies Entries;

/** What a phone is told when the gateway does not take it. */
export const LINK = {
  not_paired: {
    message: {
      en: 'This phone is not paired with this gateway.',
      ne: 'यो फोन यस गेटवेसँग जोडिएको छैन।',
    },
  },
  removed: {
    message: {
      en: 'This phone was removed. Pair it again to use it.',
      ne: 'यो फोन हटाइएको छ। चलाउन फेरि जोड्नुहोस्।',
    },
  },
  bad_code: {
    message: {
      en: 'The pairing code is wrong or too old. Pair again.',
      ne: 'जोड्ने कोड मिलेन वा पुरानो भयो। फेरि जोड्नुहोस्।',
    },
  },
  old_version: {
    message: {
      en: 'The relay app on the phone speaks version {theirs} of the link; this gateway needs at least {needed}. Update the relay app on the phone.',
      ne: 'फोनको रिले एपको link संस्करण {theirs} हो; यस गेटवेलाई कम्तीमा {needed} चाहिन्छ। फोनको रिले एप अद्यावधिक गर्नुहोस्।',
    },
  },
} as const satisfies Entries;
