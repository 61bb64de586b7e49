import { signal } from '@preact/signals';
import { patch } from '../api/http';
import type { Settings } from '../api/shapes';
import { reader } from '../text/reader';
import { chooseTexts, inBrowserForm } from '../words/language';
import { choose, theme, type Theme } from './theme';

export const settings = signal<Settings>({});

/** A zone or a language that this browser does not know would make every time on the page fail. */
function known(chosen: Settings): Pick<Settings, 'timeZone' | 'language'> {
  const { timeZone, textLanguage } = chosen;
  // Dates follow the texts unless they have a language of their own.
  const language = chosen.language ?? (textLanguage && inBrowserForm(textLanguage));
  try {
    new Intl.DateTimeFormat(language, { timeZone });
    return { ...(timeZone ? { timeZone } : {}), ...(language ? { language } : {}) };
  } catch {
    return {};
  }
}

/** As the server keeps them: they follow the person to another browser. */
export function readSettings(chosen: Settings): void {
  settings.value = chosen;
  reader.value = known(chosen);
  void chooseTexts(chosen.textLanguage ?? '');
  // Who never chose keeps what this browser shows.
  if (chosen.theme) choose(chosen.theme);
}

/** An empty text gives the choice back to the browser. */
export async function changeSettings(change: { timeZone?: string; language?: string; textLanguage?: string; theme?: Theme }): Promise<void> {
  const before = theme.value;
  // A theme is seen at once; back again where the server could not keep it.
  if (change.theme) choose(change.theme);
  try {
    readSettings(await patch<Settings>('/api/me/settings', change));
  } catch (failure) {
    choose(before);
    throw failure;
  }
}
