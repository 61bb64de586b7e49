import { signal } from '@preact/signals';
import { patch } from '../api/http';
import type { Settings } from '../api/shapes';
import { reader } from '../text/reader';
import { chooseTexts, inBrowserForm } from '../words/language';
import { choose, theme, type Theme } from './theme';

export const settings = signal<Settings>({});

/** Drops an unknown time zone or language, which would make every time format on the page throw. */
function known(chosen: Settings): Pick<Settings, 'timeZone' | 'language'> {
  const { timeZone, textLanguage } = chosen;
  // Dates use the language of the texts unless another one is set.
  const language = chosen.language ?? (textLanguage && inBrowserForm(textLanguage));
  try {
    new Intl.DateTimeFormat(language, { timeZone });
    return { ...(timeZone ? { timeZone } : {}), ...(language ? { language } : {}) };
  } catch {
    return {};
  }
}

/** Applies the settings stored on the server, which apply in every browser of the person. */
export function readSettings(chosen: Settings): void {
  settings.value = chosen;
  reader.value = known(chosen);
  void chooseTexts(chosen.textLanguage ?? '');
  // Without a stored choice, this browser's theme is unchanged.
  if (chosen.theme) choose(chosen.theme);
}

/** Changes settings. An empty text resets one to the browser's default. */
export async function changeSettings(change: { timeZone?: string; language?: string; textLanguage?: string; theme?: Theme }): Promise<void> {
  const before = theme.value;
  // A theme is applied optimistically and reverted if the server fails.
  if (change.theme) choose(change.theme);
  try {
    readSettings(await patch<Settings>('/api/me/settings', change));
  } catch (failure) {
    choose(before);
    throw failure;
  }
}
