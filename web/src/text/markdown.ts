import type { Token, Tokens } from 'marked';
import { characterEntitiesHtml4 as names } from 'character-entities-html4';
import type { Mention } from '../api/shapes';
import { t } from '../words/say';
import { BoundedLexer } from './boundedLexer';

/** Markdown as a tree. Unknown syntax remains text. Nothing in it can execute or load. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 'del'; inside: Inline[] }
  | { kind: 'link'; href: string; host: string; inside: Inline[] }
  | { kind: 'page'; href: string; inside: Inline[] }
  | { kind: 'mention'; mention: Mention }
  | { kind: 'break' };

export type Alignment = 'left' | 'right' | 'center' | null;

export type Part =
  | { kind: 'paragraph' | 'line'; inside: Inline[] }
  | { kind: 'heading'; level: number; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; parts: Part[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Part[][] }
  | { kind: 'table'; align: Alignment[]; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' };

const ownPage = /^\/(wiki\/p\/[a-z0-9-]+|artifacts\/f[a-z2-7]{20}|t\/[a-z0-9-]+(?:#[a-z0-9-]+)?)$/;

/** Returns an address of this app without its origin. */
const withinApp = (address: string): string => {
  const origin = globalThis.location?.origin;
  return origin && address.startsWith(`${origin}/`) ? address.slice(origin.length) : address;
};
const pageId = /(?<![\w/-])(s[a-z2-7]{20}-p[a-z2-7]{20})(?![\w-])/;

/** Limit of displayed elements: each line, list item, quote and cell is at least one. Short table rows are filled with cells. */
const mostStructure = 15_000;
const structurePerMarker = 4;

export function parts(text: string): Part[] {
  const source = text.replace(/\r\n?/g, '\n');
  const end = endOfStructure(source);
  if (end < source.length) return [...partsOf(source.slice(0, end)), { kind: 'paragraph', inside: [{ kind: 'text', text: source.slice(end) }] }];
  return partsOf(source);
}

function partsOf(source: string): Part[] {
  try {
    return blocks(new BoundedLexer().lex(source));
  } catch {
    // The library throws on text that it cannot parse. The reader then gets the plain text.
    return [{ kind: 'paragraph', inside: [{ kind: 'text', text: source }] }];
  }
}

const containers = /^(?:[ \t]*(?:[-+*>]|\d{1,9}[.)])(?=[ \t>]|$))+/;
const openFence = /^(?:(`{3,})[^`]*|(~{3,}).*)$/;

/** Returns the start of the line at which a text exceeds the limit. Fenced code at the margin has no structure. */
function endOfStructure(text: string): number {
  let left = mostStructure;
  let fence = '';
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf('\n', at) + 1 || text.length + 1;
    const line = text.slice(at, next - 1);
    if (fence) {
      if (line.trim().startsWith(fence) && !line.trim().replaceAll(fence[0]!, '')) fence = '';
    } else {
      const opened = openFence.exec(line);
      fence = opened?.[1] ?? opened?.[2] ?? '';
      left -= structureOf(line);
      if (left < 0) return at;
    }
    at = next;
  }
  return text.length;
}

function structureOf(line: string): number {
  let found = 1;
  for (const sign of containers.exec(line)?.[0] ?? '') if (sign > ' ' && (sign < '0' || sign > '9')) found += structurePerMarker;
  for (let at = line.indexOf('|'); at >= 0; at = line.indexOf('|', at + 1)) found++;
  return found;
}

const blocks = (tokens: Token[]): Part[] => tokens.flatMap(block);

function block(token: Token): Part[] {
  switch (token.type) {
    case 'paragraph': return [{ kind: 'paragraph', inside: inlines(token.tokens) }];
    case 'text': return [{ kind: 'line', inside: inlines(token.tokens ?? [token]) }];
    case 'heading': return [{ kind: 'heading', level: token.depth, inside: inlines(token.tokens) }];
    case 'code': return [{ kind: 'code', text: token.text }];
    case 'blockquote': return [{ kind: 'quote', parts: blocks(token.tokens ?? []) }];
    case 'list':
      return [
        {
          kind: 'list',
          ordered: token.ordered,
          start: Number(token.start) || (token.start === 0 ? 0 : 1),
          items: (token as Tokens.List).items.map((item) => blocks(item.tokens)),
        },
      ];
    case 'table': {
      const { align, header, rows } = token as Tokens.Table;
      return [{ kind: 'table', align, head: header.map((cell) => inlines(cell.tokens)), rows: rows.map((row) => row.map((cell) => inlines(cell.tokens))) }];
    }
    case 'hr': return [{ kind: 'rule' }];
    case 'checkbox': return [{ kind: 'line', inside: [box(token as Tokens.Checkbox)] }];
    default: return [];
  }
}

const inlines = (tokens: Token[] = []): Inline[] => tokens.flatMap(inline);

function inline(token: Token): Inline[] {
  switch (token.type) {
    case 'escape': return [{ kind: 'text', text: token.text }];
    case 'codespan': return [{ kind: 'code', text: token.text }];
    case 'strong':
    case 'em':
    case 'del': return [{ kind: token.type, inside: inlines(token.tokens) }];
    case 'br': return [{ kind: 'break' }];
    case 'checkbox': return [box(token as Tokens.Checkbox)];
    case 'link': return [link(token as Tokens.Link, inlines(token.tokens))];
    // Images are not loaded, so other servers cannot track readers.
    case 'image': return [link(token as Tokens.Image, [{ kind: 'text', text: spoken(inlines(token.tokens)) || token.href }])];
    default: return words('text' in token ? token.text : token.raw);
  }
}

const box = ({ checked }: Tokens.Checkbox): Inline => ({ kind: 'text', text: checked ? '☑ ' : '☐ ' });

const spoken = (all: Inline[]): string =>
  all.map((one) => ('inside' in one ? spoken(one.inside) : one.kind === 'break' ? ' ' : one.kind === 'mention' ? one.mention.as : one.text)).join('');

/** Converts ids of wiki pages in text to links. */
const words = (text: string): Inline[] =>
  text.split(pageId).flatMap((piece, index): Inline[] =>
      index % 2
        ? [{ kind: 'page', href: `/wiki/p/${piece}`, inside: [{ kind: 'text', text: t('text|wiki page') }] }]
        : piece
          ? [{ kind: 'text', text: readable(piece) }]
          : [],
    );

/** Allows only safe URL schemes, and always shows the target. */
function link({ href, raw }: Tokens.Link | Tokens.Image, inside: Inline[]): Inline {
  const target = raw.startsWith('[') || raw.startsWith('!') ? readable(href) : href;
  const own = withinApp(target);
  if (ownPage.test(own)) return { kind: 'page', href: own, inside };
  const url = URL.canParse(target) ? new URL(target) : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return { kind: 'link', href: url.href, host: url.host, inside };
  if (url?.protocol === 'mailto:') return { kind: 'link', href: url.href, host: url.pathname, inside };
  return { kind: 'text', text: raw };
}

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,31}));/g;

/** Decodes character references, because there is no later HTML parser. */
const readable = (text: string): string =>
  text.replace(reference, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return name === 'apos' ? "'" : Object.hasOwn(names, name) ? names[name]! : whole;
    const code = decimal ? Number(decimal) : parseInt(hex!, 16);
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code);
  });
