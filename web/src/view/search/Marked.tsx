import type { MarkedText } from '../../api/search';

/** Removes Markdown syntax from an excerpt. */
const plain = (text: string): string => text.replace(/(^|\s)(?:#{1,6}|[-*+>])(?=\s)/g, '$1').replace(/\*\*|`/g, '');

/** A text with highlighted matches. The server returns their ranges; the text is never parsed as markup. */
export function Marked({ text: { text, hits } }: { text: MarkedText }) {
  let from = 0;
  const parts = hits.flatMap(({ start, length }) => {
    const before = plain(text.slice(from, start));
    from = start + length;
    return [before, <mark key={start}>{text.slice(start, from)}</mark>];
  });
  return <>{parts}{plain(text.slice(from))}</>;
}
