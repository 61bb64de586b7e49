import { signal } from '@preact/signals';
import type { Complete } from './texts';
import { languageOfTexts, spoken } from './say';

interface Language {
  name: string;
  load: () => Promise<Complete<typeof import('./de').german>>;
  loadArtifacts: () => Promise<Complete<typeof import('./de/artifacts').artifacts>>;
  /** Loads the translation of a sentence of the server. */
  loadProblems: () => Promise<(sentence: string) => string>;
}

/** The languages besides English, with their own names. A catalogue is loaded on demand, in three parts. */
const others: Record<string, Language> = {
  de: {
    name: 'Deutsch',
    load: () => import('./de').then((part) => part.german),
    loadArtifacts: () => import('./de/artifacts').then((part) => part.artifacts),
    loadProblems: () => import('./de/problems').then((part) => part.problem),
  },
};

export const languages: ReadonlyArray<readonly [string, string]> = [
  ['en', 'English'],
  ...Object.entries(others).map(([tag, { name }]) => [tag, name] as const),
];

const key = 'onbehalf.texts';

/** The chosen language. Empty if the browser decides. */
export const chosenTexts = signal('');

const isKnown = (language: string): boolean => languages.some(([tag]) => tag === language);

const browserLanguage = (): string => navigator.languages.map((tag) => tag.split('-')[0]!.toLowerCase()).find(isKnown) ?? 'en';

/** Returns the browser's tag of a language including its region, for dates: `de-AT` for German in Austria. */
export const inBrowserForm = (language: string): string => navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;

let wanted = '';
let isWithArtifacts = false;

async function speak(language: string): Promise<void> {
  wanted = language;
  const other = others[language];
  try {
    // If the texts of artifacts fail to load, only these texts are English.
    const [texts, ofArtifacts] = await Promise.all([other?.load(), isWithArtifacts ? other?.loadArtifacts().catch(() => undefined) : undefined]);
    // Another language was chosen while this catalogue loaded.
    if (wanted !== language) return;
    spoken.value = texts ? { language, texts: { ...texts, ...ofArtifacts } } : null;
    document.documentElement.lang = language;
  } catch {
    // If the catalogue fails to load, the texts stay unchanged.
  }
}

/** Chooses a language. An unknown one, such as of a later version, counts as no choice. */
export function chooseTexts(language: string): Promise<void> {
  chosenTexts.value = isKnown(language) ? language : '';
  try {
    if (chosenTexts.value) localStorage.setItem(key, chosenTexts.value);
    else localStorage.removeItem(key);
  } catch {
    // Without storage, the choice is applied once the settings are loaded.
  }
  return speak(chosenTexts.value || browserLanguage());
}

/** Loads the texts before the first paint, so that they do not change visibly. */
export function readTexts(): Promise<void> {
  let stored = '';
  try {
    stored = localStorage.getItem(key) ?? '';
  } catch {
    // Storage is not available, so the browser decides.
  }
  return chooseTexts(stored);
}

/** Loads the texts of artifacts together with the code that shows them. A language that is chosen later has them, too. */
export function withArtifactTexts<Code>(code: Promise<Code>): Promise<Code> {
  isWithArtifacts = true;
  return Promise.all([code, speak(wanted)]).then(([loaded]) => loaded);
}

/** Returns a sentence of the server in the reader's language. One that the catalogue lacks, or that fails to load, stays English. */
export async function saidByServer(sentence: string): Promise<string> {
  try {
    return (await others[languageOfTexts()]?.loadProblems())?.(sentence) ?? sentence;
  } catch {
    return sentence;
  }
}
