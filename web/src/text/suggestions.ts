/** The last sentence of an answer: questions in quotation marks, each of which can be sent as it stands. */
const sentence = /\s*You could ask: ((?:“[^“”\n]{1,120}”(?:, )?){1,4})\.$/;

/** An answer without its suggestions, and the suggestions. A button sends exactly the words that it shows. */
export function withSuggestions(text: string): [string, string[]] {
  const found = sentence.exec(text);
  return found?.[1] ? [text.slice(0, found.index), [...found[1].matchAll(/“([^“”]+)”/g)].map((one) => one[1]!)] : [text, []];
}
