/** The last sentence of an answer: quoted questions, each of which can be sent unchanged. Models also write straight quotes, or no full stop. */
const sentence = /\s*You could ask: ((?:[“"][^“”"\n]{1,120}[”"](?:, )?){1,4})\.?\s*$/;

/** Splits an answer into its text and its suggestions. A button sends exactly the words that it shows. */
export function withSuggestions(text: string): [string, string[]] {
  const found = sentence.exec(text);
  return found?.[1] ? [text.slice(0, found.index), [...found[1].matchAll(/[“"]([^“”"]+)[”"]/g)].map((one) => one[1]!)] : [text, []];
}
