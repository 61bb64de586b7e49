import { Lexer, Tokenizer, type MarkedOptions, type Token, type Tokens } from 'marked';

const deepest = 12;

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

/** Limit of the cells of one table: short rows are filled with cells. */
const mostCells = 40_000;

const bareAddress = /^(?:https?:\/\/|ftp:\/\/|www\.|mailto:|xmpp:)/i;

/** HTML is text. Content beyond the limits is one paragraph of source text. */
class BoundedTokenizer extends Tokenizer {
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

/** The library's lexer with limits on depth and marks. */
export class BoundedLexer extends Lexer {
  private depth = 0;
  private marks = 0;

  constructor(private readonly found = new BoundedTokenizer()) {
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
