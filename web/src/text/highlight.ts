export interface Highlighted {
  text: string;
  hit: boolean;
}

const endings = /(ings?|ed|es|s)$/i;
const special = /[.*+?^${}()|[\]\\]/g;

const words = /[\p{L}\p{N}\p{M}]+(?:\+\+|#(?![\p{L}\p{N}]))?/gu;

/** Scripts without spaces between words: a word may start anywhere. */
const dense = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

/** Splits a passage at the words of a search. Other endings of a word match too, as in the search. */
export function highlight(passage: string, query: string): Highlighted[] {
  const found = (query.normalize('NFKC').match(words) ?? []).map(pattern);
  if (!found.length) return [{ text: passage, hit: false }];
  return passage.split(new RegExp(`(${found.join('|')})`, 'giu')).flatMap((text, index) => (text ? [{ text, hit: index % 2 === 1 }] : []));
}

function pattern(word: string): string {
  const plain = (word.length > 4 && !dense.test(word) ? word.replace(endings, '') : word).replace(special, '\\$&');
  if (dense.test(word)) return plain;
  if (/[+#]$/.test(word)) return `(?<![\\p{L}\\p{N}])${plain}`;
  // A short word matches only at the start of a word, because it occurs within many others.
  return word.length > 3 ? `[\\p{L}\\p{N}]*${plain}[\\p{L}\\p{N}]*` : `(?<![\\p{L}\\p{N}])${plain}[\\p{L}\\p{N}]*`;
}
