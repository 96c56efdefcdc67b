/** Why a gateway does not start. */
import type { Entries } from './text.ts';

export const START = {
  directory_taken: {
    message: {
      en: 'Another RelayDesk is using {dataDir}. Stop it first, or choose another --data-dir.',
      ne: 'अर्को RelayDesk ले {dataDir} चलाइरहेको छ। पहिले त्यो रोक्नुहोस्, वा अर्को --data-dir छान्नुहोस्।',
    },
  },
  directory_not_opened: {
    message: {
      en: 'The data directory {dataDir} can not be opened: {why}',
      ne: 'डाटा फोल्डर {dataDir} खोल्न सकिएन: {why}',
    },
  },
  relay_port_taken: {
    message: {
      en: 'Port {port} for phones is taken by another program. Stop it, or choose another with --relay-port.',
      ne: 'फोनका लागि पोर्ट {port} अर्को प्रोग्रामले लिएको छ। त्यो रोक्नुहोस्, वा --relay-port ले अर्को छान्नुहोस्।',
    },
  },
  port_taken: {
    message: {
      en: 'Port {port} is taken by another program. Stop it, or choose another with --port.',
      ne: 'पोर्ट {port} अर्को प्रोग्रामले लिएको छ। त्यो रोक्नुहोस्, वा --port ले अर्को छान्नुहोस्।',
    },
  },
  newer_data: {
    message: {
      en: 'This data directory was written by a newer RelayDesk. Install that version to open it.',
      ne: 'यो डाटा फोल्डर नयाँ RelayDesk ले लेखेको हो। खोल्न त्यही संस्करण राख्नुहोस्।',
    },
  },
  unsafe_disk: {
    message: {
      en: 'The database file is on a disk that can not hold it safely (no WAL). Choose another folder.',
      ne: 'डाटाबेस फाइल भएको डिस्कले यसलाई सुरक्षित राख्न सक्दैन (WAL छैन)। अर्को फोल्डर छान्नुहोस्।',
    },
  },
  log_damaged: {
    message: {
      en: 'The log {path} of the database is damaged: what was stored last can not be read, and starting would drop it. Restore your newest backup (relaydesk restore FILE); to go on with what is left, move the log away.',
      ne: 'डाटाबेसको लग {path} बिग्रिएको छ: पछिल्लो पटक राखिएको पढ्न सकिँदैन, र सुरु गरे त्यो हराउँछ। आफ्नो सबैभन्दा नयाँ जगेडा फर्काउनुहोस् (relaydesk restore FILE); बाँकी रहेकैले अघि बढ्न लग अन्त सार्नुहोस्।',
    },
  },
  database_empty: {
    message: {
      en: 'The database {path} is empty or missing, and {witness} shows that there was one. Restore your newest backup (relaydesk restore FILE); to begin anew, move {witness} away.',
      ne: 'डाटाबेस {path} खाली छ वा छैन, र {witness} ले पहिले थियो भनेर देखाउँछ। आफ्नो सबैभन्दा नयाँ जगेडा फर्काउनुहोस् (relaydesk restore FILE); नयाँ सुरु गर्न {witness} अन्त सार्नुहोस्।',
    },
  },
  lock_damaged: {
    message: {
      en: 'The lock file {path} is damaged. It holds nothing: delete it and start again.',
      ne: 'लक फाइल {path} बिग्रिएको छ। यसमा केही छैन: मेटाएर फेरि सुरु गर्नुहोस्।',
    },
  },
  socket_path_too_long: {
    message: {
      en: 'The path {path} is too long for a socket: this system takes {max} bytes. Choose a shorter folder with --data-dir.',
      ne: 'पथ {path} socket का लागि धेरै लामो छ: यस प्रणालीले {max} बाइट लिन्छ। --data-dir ले छोटो फोल्डर छान्नुहोस्।',
    },
  },
  key_damaged: {
    message: {
      en: 'The key file {path} is damaged. Restore it from a backup.',
      ne: 'key फाइल {path} बिग्रिएको छ। जगेडाबाट फिर्ता राख्नुहोस्।',
    },
  },
} as const satisfies Entries;
