export interface Highlighted {
  text: string;
  hit: boolean;
}

const endings = /(ings?|ed|es|s)$/i;
const special = /[.*+?^${}()|[\]\\]/g;

/** A passage cut where words of a search begin; the search knows other endings of a word, and so does this. */
export function highlight(passage: string, query: string): Highlighted[] {
  const words = (query.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => (word.length > 4 ? word.replace(endings, '') : word).replace(special, '\\$&'));
  if (!words.length) return [{ text: passage, hit: false }];
  const found = new RegExp(`(?<![\\p{L}\\p{N}])((?:${words.join('|')})[\\p{L}\\p{N}]*)`, 'giu');
  return passage.split(found).flatMap((text, index) => (text ? [{ text, hit: index % 2 === 1 }] : []));
}
