import { signal } from '@preact/signals';
import type { Complete } from './texts';
import { spoken } from './say';

type Catalogue = Complete<typeof import('./de').german>;

/** Every language beside English, by the name that its speakers call it. A catalogue is loaded when it is needed. */
const others: Record<string, { name: string; load: () => Promise<Catalogue> }> = {
  de: { name: 'Deutsch', load: () => import('./de').then((part) => part.german) },
};

export const languages: ReadonlyArray<readonly [string, string]> = [['en', 'English'], ...Object.entries(others).map(([tag, { name }]) => [tag, name] as const)];

const key = 'onbehalf.texts';

/** Empty when the browser decides. */
export const chosenTexts = signal('');

const isKnown = (language: string): boolean => languages.some(([tag]) => tag === language);

const browserLanguage = (): string => navigator.languages.map((tag) => tag.split('-')[0]!.toLowerCase()).find(isKnown) ?? 'en';

/** As the browser has it with its country, so that dates follow: of a browser in Austria `de-AT` is its German. */
export const inBrowserForm = (language: string): string => navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;

let wanted = '';

async function speak(language: string): Promise<void> {
  wanted = language;
  const other = others[language];
  try {
    const texts = await other?.load();
    // A slower catalogue than the one chosen after it.
    if (wanted !== language) return;
    spoken.value = texts ? { language, texts } : null;
    document.documentElement.lang = language;
  } catch {
    // Without its catalogue the texts stay as they are.
  }
}

/** What is not known here, such as a language of a later version, is as if nothing were chosen. */
export function chooseTexts(language: string): Promise<void> {
  chosenTexts.value = isKnown(language) ? language : '';
  try {
    if (chosenTexts.value) localStorage.setItem(key, chosenTexts.value);
    else localStorage.removeItem(key);
  } catch {
    // Without storage the choice is known once the settings are read.
  }
  return speak(chosenTexts.value || browserLanguage());
}

/** Before the first paint, so that the texts do not change before the reader's eyes. */
export function readTexts(): Promise<void> {
  let stored = '';
  try {
    stored = localStorage.getItem(key) ?? '';
  } catch {
    // Storage is switched off: the browser decides.
  }
  return chooseTexts(stored);
}
