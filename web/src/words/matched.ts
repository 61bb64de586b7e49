/** A sentence of a catalogue with placeholders, as a pattern for the same sentence with values. */
interface Pattern {
  matches: RegExp;
  names: string[];
  said: string;
}

const slot = /\{(\w+)\}/;
const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function patternOf([english, said]: [string, string]): Pattern {
  const parts = english.split(slot);
  return { matches: new RegExp(`^${parts.map((part, at) => (at % 2 ? '(.+)' : quoted(part))).join('')}$`, 's'), names: parts.filter((_, at) => at % 2), said };
}

const known = new WeakMap<object, Pattern[]>();

/** Returns a whole sentence of the server in the catalogue's language, with its values. A sentence that the catalogue lacks is returned as it is. */
export function matched(texts: Readonly<Record<string, string>>, sentence: string): string {
  if (Object.hasOwn(texts, sentence)) return texts[sentence]!;
  if (!known.has(texts)) known.set(texts, Object.entries(texts).filter(([english]) => slot.test(english)).map(patternOf));
  for (const { matches, names, said } of known.get(texts)!) {
    const values = matches.exec(sentence)?.slice(1);
    if (values) return said.split(slot).map((part, at) => (at % 2 ? values[names.indexOf(part)]! : part)).join('');
  }
  return sentence;
}
