import type { Mention, Person } from '../api/shapes';
import type { Inline, Part } from './markdown';

const longestFirst = (mentions: Mention[]): Mention[] => [...mentions].sort((a, b) => b.as.length - a.as.length);

/** Marks mentions in the texts of a tree. A name within code or a link remains text. */
export function withMentions(tree: Part[], mentions: Mention[]): Part[] {
  if (!mentions.length) return tree;
  const byLength = longestFirst(mentions);
  const inline = (one: Inline): Inline[] => {
    if (one.kind === 'text') return split(one.text, byLength);
    return one.kind === 'strong' || one.kind === 'em' || one.kind === 'del' ? [{ ...one, inside: one.inside.flatMap(inline) }] : [one];
  };
  const part = (one: Part): Part => {
    switch (one.kind) {
      case 'paragraph':
      case 'line':
      case 'heading': return { ...one, inside: one.inside.flatMap(inline) };
      case 'quote': return { ...one, parts: one.parts.map(part) };
      case 'list': return { ...one, items: one.items.map((item) => item.map(part)) };
      case 'table': return { ...one, head: one.head.map((cell) => cell.flatMap(inline)), rows: one.rows.map((row) => row.map((cell) => cell.flatMap(inline))) };
      default: return one;
    }
  };
  return tree.map(part);
}

/** Returns the mentions that a text still contains. A longer name does not count as the shorter name at its start. */
export function namedIn(text: string, mentions: Mention[]): Mention[] {
  const found = new Set(split(text, longestFirst(mentions)).flatMap((one) => (one.kind === 'mention' ? [one.mention] : [])));
  return mentions.filter((one) => found.has(one));
}

/** Finds mentions that were typed or stored without the picker. Two members with the same name need the picker. */
export const byName = (others: Person[], chosen: Mention[]): Mention[] =>
  others
    .filter((one) => others.every((other) => other === one || other.name !== one.name) && !chosen.some((each) => each.as === `@${one.name}`))
    .map(({ subject, name }) => ({ subject, name, as: `@${name}` }));

const goesOn = /^[\p{L}\p{N}_]/u;

function split(text: string, mentions: Mention[]): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const mention = text[at] === '@' ? mentions.find((one) => text.startsWith(one.as, at) && !goesOn.test(text.slice(at + one.as.length))) : undefined;
    if (!mention) {
      plain += text[at++];
      continue;
    }
    if (plain) found.push({ kind: 'text', text: plain });
    plain = '';
    found.push({ kind: 'mention', mention });
    at += mention.as.length;
  }
  if (plain) found.push({ kind: 'text', text: plain });
  return found;
}
