import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { formatNumber } from './format.ts';
import { en } from '../locales/en.ts';
import { ne } from '../locales/ne.ts';

export const LANGUAGES = [
  { code: 'en', name: 'English', english: 'English' },
  { code: 'ne', name: 'नेपाली', english: 'Nepali' },
] as const;

const STORED = 'relaydesk.language';

function firstLanguage(): string {
  const stored = localStorage.getItem(STORED);
  if (LANGUAGES.some(({ code }) => code === stored) && stored !== null) return stored;
  return navigator.language.startsWith('ne') ? 'ne' : 'en';
}

/** Sets the languages up; both are in the bundle, so nothing is loaded later. */
export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, ne: { translation: ne } },
    lng: firstLanguage(),
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  });
  i18next.services.formatter?.add('number', (value: unknown, language) =>
    formatNumber(Number(value), language ?? 'en'),
  );
  document.documentElement.lang = i18next.language;
}

export function chooseLanguage(code: string): void {
  localStorage.setItem(STORED, code);
  document.documentElement.lang = code;
  void i18next.changeLanguage(code);
}
