export interface Highlighted {
  text: string;
  hit: boolean;
}

const endings = /(ings?|ed|es|s)$/i;
const special = /[.*+?^${}()|[\]\\]/g;

const words = /[\p{L}\p{N}\p{M}]+(?:\+\+|#(?![\p{L}\p{N}]))?/gu;

/** Scripts that put no space between words: there a word may begin anywhere. */
const dense = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

/** A passage cut where words of a search begin; the search knows other endings of a word, and so does this. */
export function highlight(passage: string, query: string): Highlighted[] {
  const found = (query.normalize('NFKC').match(words) ?? []).map(pattern);
  if (!found.length) return [{ text: passage, hit: false }];
  return passage.split(new RegExp(`(${found.join('|')})`, 'giu')).flatMap((text, index) => (text ? [{ text, hit: index % 2 === 1 }] : []));
}

function pattern(word: string): string {
  const plain = (word.length > 4 && !dense.test(word) ? word.replace(endings, '') : word).replace(special, '\\$&');
  if (dense.test(word)) return plain;
  if (/[+#]$/.test(word)) return `(?<![\\p{L}\\p{N}])${plain}`;
  // A short word only begins another one: others are full of it.
  return word.length > 3 ? `[\\p{L}\\p{N}]*${plain}[\\p{L}\\p{N}]*` : `(?<![\\p{L}\\p{N}])${plain}[\\p{L}\\p{N}]*`;
}
