import { Lexer, Tokenizer, type MarkedOptions, type Token, type Tokens } from 'marked';
import { characterEntitiesHtml4 as names } from 'character-entities-html4';
import type { Mention } from '../api/shapes';

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

const deepest = 12;
const ownPage = /^\/(wiki\/p\/[a-z0-9-]+|artifacts\/f[a-z2-7]{20})$/;
const pageId = /(?<![\w/-])(s[a-z2-7]{20}-p[a-z2-7]{20})(?![\w-])/;

/**
 * Parser limits per text, far above any text written by a person. The library may scan a whole passage for the end of a mark, and up to the
 * next blank line for the end of a block. Every mark and the characters of failed scans are counted.
 */
const mostMarks = 10_000;
const mostInlineWork = 1_000_000;
const mostBlockWork = 20_000_000;
const workPerBlock = 600;
const shortestText = 200;
const longestText = 1_000;
const longestAddress = 2_000;
const workPerAddress = 200;

/** Limit of displayed elements: each line, list item, quote and cell is at least one. Short table rows are filled with cells. */
const mostStructure = 15_000;
const structurePerMarker = 4;
const mostCells = 40_000;

const bareAddress = /^(?:https?:\/\/|ftp:\/\/|www\.|mailto:|xmpp:)/i;

export function parts(text: string): Part[] {
  const source = text.replace(/\r\n?/g, '\n');
  const end = endOfStructure(source);
  if (end < source.length) return [...partsOf(source.slice(0, end)), { kind: 'paragraph', inside: [{ kind: 'text', text: source.slice(end) }] }];
  return partsOf(source);
}

function partsOf(source: string): Part[] {
  try {
    return blocks(new Reader().lex(source));
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

/** HTML is text. Content beyond the limits is one paragraph of source text. */
class Marks extends Tokenizer {
  private blockWork = 0;
  private inlineWork = 0;

  mayHaveMail = false;

  // The library calls this first for every block, with the remaining text.
  override space(src: string): Tokens.Space | undefined {
    const blank = src.indexOf('\n\n');
    return this.affords((blank < 0 ? src.length : blank) + workPerBlock) ? super.space(src) : (rest(src) as unknown as Tokens.Space);
  }

  // The library parses lazy continuation lines of a quote again together with all following lines, so their total is limited.
  override blockquote(src: string): Tokens.Blockquote | undefined {
    const quote = this.rules.block.blockquote.exec(src)?.[0];
    if (quote === undefined) return undefined;
    const changes = quote.match(/^ {0,3}>.*\n(?! {0,3}>)/gm)?.length ?? 0;
    return this.affords(changes * quote.length * 4) ? super.blockquote(src) : { type: 'blockquote', raw: quote, text: quote, tokens: [rest(quote)] };
  }

  override table(src: string): Tokens.Table | undefined {
    const row = src.indexOf('\n') + 1;
    const [divider] = row ? src.slice(row).split('\n', 1) : [];
    if (!divider || !/[|:]/.test(divider)) return undefined;
    const columns = cellsOf(divider);
    if (cellsOf(src.slice(0, row - 1)) !== columns) return undefined;
    const [block] = src.split('\n\n', 1) as [string];
    return columns * block.split('\n').length > mostCells ? (rest(block) as unknown as Tokens.Table) : super.table(src);
  }

  override html(): undefined {}

  override tag(): undefined {}

  override link(src: string): Tokens.Link | Tokens.Image | undefined {
    return this.ending(src, '[!', () => super.link(src));
  }

  override reflink(src: string, links: Parameters<Tokenizer['reflink']>[1]): ReturnType<Tokenizer['reflink']> {
    return this.ending(src, '[!', () => super.reflink(src, links));
  }

  override emStrong(src: string, maskedSrc: string, prevChar?: string): Tokens.Em | Tokens.Strong | undefined {
    if (this.inlineWork > mostInlineWork || !/^(?:\*+|_+)\S/.test(src) || (src.startsWith('_') && prevChar && /[\p{L}\p{N}]/u.test(prevChar))) return undefined;
    return this.ending(src, '*_', () => super.emStrong(src, maskedSrc, prevChar));
  }

  override codespan(src: string): Tokens.Codespan | undefined {
    return this.ending(src, '`', () => super.codespan(src));
  }

  override del(src: string, maskedSrc: string, prevChar?: string): Tokens.Del | undefined {
    return this.ending(src, '~', () => super.del(src, maskedSrc, prevChar));
  }

  // Limits the library's search for the @ of an email address, which starts at every position of a word.
  override url(src: string): Tokens.Link | undefined {
    if (bareAddress.test(src)) return this.address(src);
    if (!this.mayHaveMail || this.inlineWork > mostInlineWork) return undefined;
    const found = super.url(src);
    if (!found) this.inlineWork += src.search(/[^A-Za-z0-9._+-]|$/);
    return found;
  }

  // Limits brackets in addresses: the library parses an address again for each of them.
  private address(src: string): Tokens.Link | undefined {
    if (this.inlineWork > mostInlineWork) return undefined;
    const end = src.slice(0, longestAddress).search(/[\s<]/);
    if (end < 0 && src.length >= longestAddress) {
      this.inlineWork += longestAddress;
      return undefined;
    }
    const whole = end < 0 ? src : src.slice(0, end);
    this.inlineWork += workPerAddress + (whole.split('(').length - 1) * whole.length;
    return super.url(whole);
  }

  override inlineText(src: string): Tokens.Text | undefined {
    if (src.length <= longestText) return super.inlineText(src);
    const space = src.slice(shortestText, longestText).search(/\s/);
    return super.inlineText(src.slice(0, space < 0 ? longestText : shortestText + space));
  }

  private affords(work: number): boolean {
    this.blockWork += work;
    return this.blockWork <= mostBlockWork;
  }

  private ending<T extends Token>(src: string, signs: string, find: () => T | undefined): T | undefined {
    if (!signs.includes(src[0]!) || this.inlineWork > mostInlineWork) return undefined;
    const found = find();
    if (!found || found.type === 'text') this.inlineWork += src.length;
    return found;
  }
}

class Reader extends Lexer {
  private depth = 0;
  private marks = 0;

  constructor(private readonly found = new Marks()) {
    super({ gfm: true, breaks: false, pedantic: false, tokenizer: found } as MarkedOptions);
  }

  override lex(src: string): ReturnType<Lexer['lex']> {
    this.found.mayHaveMail = src.includes('@');
    return super.lex(src);
  }

  override blockTokens(src: string, tokens: Token[] = [], lastParagraphClipped?: boolean): any {
    if (this.depth >= deepest) {
      tokens.push(rest(src));
      return tokens;
    }
    this.depth++;
    try {
      return super.blockTokens(src, tokens, lastParagraphClipped);
    } finally {
      this.depth--;
    }
  }

  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    const marks = marksOf(src);
    if ((marks === 0 && !mayHaveAddressOrBreak.test(src)) || this.marks + marks > mostMarks) {
      tokens.push(plain(src));
      return tokens;
    }
    this.marks += marks;
    return super.inlineTokens(src, tokens);
  }
}

/** Counts cells like the library: escaped pipes do not separate, and outer pipes enclose the row. */
function cellsOf(row: string): number {
  const cells = row.split(/(?<=(?<!\\)(?:\\\\)*)\|/);
  return cells.length - (cells[0]!.trim() ? 0 : 1) - (cells.length > 1 && !cells.at(-1)!.trim() ? 1 : 0);
}

function marksOf(text: string): number {
  let found = 0;
  for (let at = 0; at < text.length; at++) if (isMark[text.charCodeAt(at)]) found++;
  return found;
}

const isMark = Uint8Array.from({ length: 0x10000 }, (_, code) => ('*_~`[]<!\\@'.includes(String.fromCharCode(code)) ? 1 : 0));

const mayHaveAddressOrBreak = /:\/\/|www\.| {2}\n/i;

const rest = (text: string): Tokens.Paragraph => ({ type: 'paragraph', raw: text, text, tokens: [plain(text)] });

const plain = (text: string): Tokens.Text => ({ type: 'text', raw: text, text, escaped: false });

const blocks = (tokens: Token[]): Part[] => tokens.flatMap(block);

function block(token: Token): Part[] {
  switch (token.type) {
    case 'paragraph': return [{ kind: 'paragraph', inside: inlines(token.tokens) }];
    case 'text': return [{ kind: 'line', inside: inlines(token.tokens ?? [token]) }];
    case 'heading': return [{ kind: 'heading', level: token.depth, inside: inlines(token.tokens) }];
    case 'code': return [{ kind: 'code', text: token.text }];
    case 'blockquote': return [{ kind: 'quote', parts: blocks(token.tokens ?? []) }];
    case 'list': return [{ kind: 'list', ordered: token.ordered, start: Number(token.start) || (token.start === 0 ? 0 : 1), items: (token as Tokens.List).items.map((item) => blocks(item.tokens)) }];
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

const spoken = (all: Inline[]): string => all.map((one) => ('inside' in one ? spoken(one.inside) : one.kind === 'break' ? ' ' : one.kind === 'mention' ? one.mention.as : one.text)).join('');

/** Converts ids of wiki pages in text to links. */
const words = (text: string): Inline[] =>
  text.split(pageId).flatMap((piece, index): Inline[] =>
    index % 2 ? [{ kind: 'page', href: `/wiki/p/${piece}`, inside: [{ kind: 'text', text: 'wiki page' }] }] : piece ? [{ kind: 'text', text: readable(piece) }] : []);

/** Allows only safe URL schemes, and always shows the target. */
function link({ href, raw }: Tokens.Link | Tokens.Image, inside: Inline[]): Inline {
  const target = raw.startsWith('[') || raw.startsWith('!') ? readable(href) : href;
  if (ownPage.test(target)) return { kind: 'page', href: target, inside };
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
