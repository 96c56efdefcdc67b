/** The few words that the desktop says itself; the screens have their own. */

export interface DesktopTexts {
  readonly open: string;
  readonly quit: string;
  readonly dataFolder: string;
  readonly edit: string;
  readonly view: string;
  readonly running: string;
  readonly starting: string;
  readonly failed: string;
  readonly stopped: string;
  readonly keepsRunningTitle: string;
  readonly keepsRunning: string;
  readonly ok: string;
  readonly cannotStartTitle: string;
}

const EN: DesktopTexts = {
  open: 'Open RelayDesk',
  quit: 'Quit RelayDesk',
  dataFolder: 'Open Data Folder',
  edit: 'Edit',
  view: 'View',
  running: 'Running: texts go out',
  starting: 'Starting …',
  failed: 'Not running: open the window to see why',
  stopped: 'Stopped',
  keepsRunningTitle: 'RelayDesk keeps running',
  keepsRunning:
    'Texts still go out while the window is closed. Open it again from the tray icon, or by starting RelayDesk ' +
    'again. To stop sending, quit RelayDesk.',
  ok: 'OK',
  cannotStartTitle: 'RelayDesk cannot start',
};

const NE: DesktopTexts = {
  open: 'RelayDesk खोल्नुहोस्',
  quit: 'RelayDesk बन्द गर्नुहोस्',
  dataFolder: 'डाटा फोल्डर खोल्नुहोस्',
  edit: 'सम्पादन',
  view: 'दृश्य',
  running: 'चलिरहेको छ: सन्देश गइरहेका छन्',
  starting: 'सुरु हुँदैछ …',
  failed: 'चलेको छैन: कारण हेर्न विन्डो खोल्नुहोस्',
  stopped: 'रोकिएको',
  keepsRunningTitle: 'RelayDesk चलिरहन्छ',
  keepsRunning:
    'विन्डो बन्द हुँदा पनि सन्देश गइरहन्छन्। ट्रेको आइकनबाट वा RelayDesk फेरि सुरु गरेर विन्डो खोल्न सकिन्छ। ' +
    'पठाउन रोक्न RelayDesk बन्द गर्नुहोस्।',
  ok: 'ठीक छ',
  cannotStartTitle: 'RelayDesk सुरु हुन सकेन',
};

/** Nepali for a Nepali system, else English. */
export function desktopTexts(locale: string): DesktopTexts {
  return locale.toLowerCase().split('-')[0] === 'ne' ? NE : EN;
}
