/** What can be wrong with a field of a request. The name of the field stands before it: "to: is required". */
import type { Entries } from './text.ts';

export const FIELD = {
  // What the schemas check.
  required: { message: { en: 'is required', ne: 'आवश्यक छ' } },
  unknown_field: { message: { en: 'is not a known field', ne: 'यस्तो field छैन' } },
  wrong_type: { message: { en: 'must be {type}', ne: '{type} हुनुपर्छ' } },
  too_short: {
    message: {
      en: 'must NOT have fewer than {limit} characters',
      ne: 'कम्तीमा {limit} अक्षर हुनुपर्छ',
    },
  },
  too_long: {
    message: { en: 'must NOT have more than {limit} characters', ne: '{limit} अक्षरभन्दा धेरै हुनु हुँदैन' },
  },
  too_few: {
    message: { en: 'must NOT have fewer than {limit} items', ne: 'कम्तीमा {limit} वटा हुनुपर्छ' },
  },
  too_many: {
    message: { en: 'must NOT have more than {limit} items', ne: '{limit} वटाभन्दा धेरै हुनु हुँदैन' },
  },
  out_of_range: { message: { en: 'must be {comparison} {limit}', ne: '{comparison} {limit} हुनुपर्छ' } },
  not_allowed: { message: { en: 'must be one of: {allowed}', ne: 'यी मध्ये एउटा हुनुपर्छ: {allowed}' } },
  wrong_form: { message: { en: 'has the wrong form', ne: 'को ढाँचा मिलेन' } },
  not_a_line: {
    message: {
      en: 'must be one line of well-formed Unicode without control characters',
      ne: 'एक लाइनको सही Unicode हुनुपर्छ, control character बिना',
    },
  },
  not_a_name: {
    message: {
      en: 'must be one line with something to read in it, without control characters',
      ne: 'पढ्न मिल्ने एक लाइन हुनुपर्छ, control character बिना',
    },
  },
  not_a_text: {
    message: {
      en: 'must be well-formed Unicode with something to read in it, without control characters',
      ne: 'पढ्न मिल्ने, सही Unicode को पाठ हुनुपर्छ, control character बिना',
    },
  },
  bad_names: {
    message: {
      en: 'has a name that is empty, too long or not one line',
      ne: 'भित्रको एउटा नाम खाली, धेरै लामो वा एक लाइनको छैन',
    },
  },
  wrong: { message: { en: 'is wrong', ne: 'मिलेन' } },

  // Numbers.
  not_a_number: { message: { en: 'is not a phone number', ne: 'यो फोन नम्बर होइन' } },
  invalid_number: { message: { en: 'is not a valid phone number', ne: 'यो नम्बर मान्य छैन' } },
  has_extension: { message: { en: 'must not have an extension', ne: 'नम्बरमा extension हुनु हुँदैन' } },
  needs_country: {
    message: {
      en: 'must be in E.164 form, such as +9779812345678 (the workspace has no country)',
      ne: 'अन्तर्राष्ट्रिय रूपमा लेख्नुहोस्, जस्तै +9779812345678',
    },
  },

  // Texts.
  too_many_parts: {
    message: {
      en: 'needs {parts} parts; max_parts allows {allowed}',
      ne: '{parts} भाग चाहिन्छ; max_parts ले {allowed} मात्र दिन्छ',
    },
  },

  // Rows of a list. Rows count from 0, as in the answer.
  duplicate_of: {
    message: { en: 'is the number of row {first} too', ne: 'पङ्क्ति {first} को नम्बर पनि यही हो' },
  },
  no_value: { message: { en: 'has no value for “{name}”', ne: '“{name}” को मान छैन' } },
  bad_value: {
    message: { en: 'must have a text or a number for “{name}”', ne: '“{name}” को मान पाठ वा अङ्क हुनुपर्छ' },
  },
  too_long_filled: {
    message: { en: 'is too long when it is filled in', ne: 'मान भरेपछि धेरै लामो हुन्छ' },
  },
  no_row: { message: { en: 'has no row that can be sent', ne: 'पठाउन मिल्ने एउटै पङ्क्ति छैन' } },

  // Headers and lists.
  bad_key: {
    message: {
      en: 'must be 1 to {longest} printable ASCII characters',
      ne: '1 देखि {longest} सम्म छाप्न मिल्ने ASCII अक्षर हुनुपर्छ',
    },
  },
  bad_time: {
    message: {
      en: 'must be an RFC 3339 time with an offset, such as 2026-03-14T12:30:00Z',
      ne: 'offset सहितको RFC 3339 समय हुनुपर्छ, जस्तै 2026-03-14T12:30:00Z',
    },
  },
  not_in_future: { message: { en: 'must be in the future', ne: 'भविष्यको समय हुनुपर्छ' } },
  too_far_ahead: {
    message: { en: 'must be within a year', ne: 'एक वर्षभित्रको समय हुनुपर्छ' },
  },
  same_time: { message: { en: 'must not be the time at which they begin', ne: 'सुरु हुने समय नै हुनु हुँदैन' } },
  there_twice: { message: { en: 'is there twice', ne: 'दुई पटक छ' } },
  no_such_target: {
    message: { en: 'is no paired phone and no SIM of one', ne: 'जोडिएको फोन वा त्यसको SIM होइन' },
  },
  bad_limit: { message: { en: 'must be 1 to {most}', ne: '1 देखि {most} सम्म हुनुपर्छ' } },
  bad_cursor: { message: { en: 'is not a cursor of this list', ne: 'यो यस सूचीको cursor होइन' } },
  bad_status: { message: { en: '{word} is not a status', ne: '{word} भन्ने अवस्था छैन' } },
} as const satisfies Entries;
