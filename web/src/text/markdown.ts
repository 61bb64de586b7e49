/** A small part of Markdown as a tree. What it does not know stays the text it was; nothing of it can run or load. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 'del'; inside: Inline[] }
  | { kind: 'link'; href: string; host: string; inside: Inline[] }
  | { kind: 'page'; href: string; inside: Inline[] }
  | { kind: 'break' };

export type Part =
  | { kind: 'paragraph'; inside: Inline[] }
  | { kind: 'heading'; level: number; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; parts: Part[] }
  | { kind: 'list'; ordered: boolean; items: Part[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' };

const fence = /^\s*(```|~~~)/;
const item = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const divider = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$/;
const starts = /^\s*(#{1,6}\s|>|```|~~~|[-*+]\s|\d{1,9}[.)]\s)|^\s*([-*_])(\s*\2){2,}\s*$/;
const deepest = 6;
const ownPage = /^\/wiki\/p\/[a-z0-9-]+$/;

export function parts(text: string, depth = 0): Part[] {
  return read(text.replace(/\r\n?/g, '\n').split('\n'), depth);
}

function read(lines: string[], depth: number): Part[] {
  const found: Part[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    if (!line.trim()) {
      at++;
    } else if (fence.test(line)) {
      const end = lines.findIndex((later, index) => index > at && fence.test(later));
      found.push({ kind: 'code', text: lines.slice(at + 1, end < 0 ? undefined : end).join('\n') });
      at = end < 0 ? lines.length : end + 1;
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      found.push({ kind: 'rule' });
      at++;
    } else if (/^\s*#{1,6}\s/.test(line)) {
      const [, marks, words] = /^\s*(#{1,6})\s+(.*?)\s*#*$/.exec(line)!;
      found.push({ kind: 'heading', level: marks!.length, inside: inlines(words!) });
      at++;
    } else if (/^\s*>/.test(line) && depth < deepest) {
      const end = until(lines, at, (later) => !/^\s*>/.test(later));
      found.push({ kind: 'quote', parts: read(lines.slice(at, end).map((one) => one.replace(/^\s*>\s?/, '')), depth + 1) });
      at = end;
    } else if (item.test(line) && depth < deepest) {
      const end = until(lines, at, (later, index) => !later.trim() ? !item.test(lines[index + 1] ?? '') : !item.test(later) && !/^\s{2,}/.test(later));
      found.push(list(lines.slice(at, end), depth));
      at = end;
    } else if (line.includes('|') && divider.test(lines[at + 1] ?? '')) {
      const end = until(lines, at + 2, (later) => !later.includes('|'));
      found.push({ kind: 'table', head: cells(line), rows: lines.slice(at + 2, end).map(cells) });
      at = end;
    } else {
      const end = until(lines, at + 1, (later) => !later.trim() || starts.test(later));
      found.push({ kind: 'paragraph', inside: inlines(lines.slice(at, end).join('\n')) });
      at = end;
    }
  }
  return found;
}

function until(lines: string[], from: number, ends: (line: string, index: number) => boolean): number {
  let at = from;
  while (at < lines.length && !ends(lines[at]!, at)) at++;
  return Math.max(at, from);
}

function list(lines: string[], depth: number): Part {
  const [, indent, mark] = item.exec(lines[0]!)!;
  const items: string[][] = [];
  for (const line of lines) {
    const begun = item.exec(line);
    if (begun && begun[1]!.length <= indent!.length + 1) items.push([begun[3]!]);
    else items.at(-1)?.push(line.replace(/^\s{1,4}/, ''));
  }
  return { kind: 'list', ordered: /\d/.test(mark!), items: items.map((one) => read(one, depth + 1)) };
}

const cells = (line: string): Inline[][] =>
  line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => inlines(cell.trim().replaceAll('\\|', '|')));

const marks =
  /(?<code>`+)(?<codeText>[^`]|[^`].*?[^`])\k<code>(?!`)|!?\[(?<label>[^\]\n]*)\]\((?<target>[^\s()]+)(?:\s+"[^"]*")?\)|(?<bare>https?:\/\/[^\s<>()"']+)|\*\*(?<strong>\S(?:.*?\S)?)\*\*|(?<![\w*])[*_](?<em>[^\s*_](?:[^*_\n]*[^\s*_])?)[*_](?![\w*])|(?<page>(?<![\w/-])s[a-z2-7]{20}-p[a-z2-7]{20}(?![\w-]))|~~(?<del>\S(?:.*?\S)?)~~|(?<end> {2,}\n|\\\n)|\\(?<escaped>[\\`*_{}[\]()#+\-.!|>~])/;

export function inlines(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  let rest = text;
  while (rest) {
    const hit = depth < deepest ? marks.exec(rest) : null;
    if (!hit?.groups) {
      found.push({ kind: 'text', text: rest });
      break;
    }
    if (hit.index > 0) found.push({ kind: 'text', text: rest.slice(0, hit.index) });
    found.push(inline(hit[0], hit.groups, depth));
    rest = rest.slice(hit.index + hit[0].length);
  }
  return found;
}

function inline(whole: string, hit: Record<string, string | undefined>, depth: number): Inline {
  if (hit['codeText'] !== undefined) return { kind: 'code', text: hit['codeText'] };
  if (hit['target'] !== undefined) return link(hit['target'], hit['label'] || hit['target'], whole, depth);
  if (hit['bare'] !== undefined) return link(hit['bare'], hit['bare'], whole, deepest);
  if (hit['page'] !== undefined) return { kind: 'page', href: `/wiki/p/${hit['page']}`, inside: [{ kind: 'text', text: 'wiki page' }] };
  if (hit['strong'] !== undefined) return { kind: 'strong', inside: inlines(hit['strong'], depth + 1) };
  if (hit['em'] !== undefined) return { kind: 'em', inside: inlines(hit['em'], depth + 1) };
  if (hit['del'] !== undefined) return { kind: 'del', inside: inlines(hit['del'], depth + 1) };
  if (hit['end'] !== undefined) return { kind: 'break' };
  return { kind: 'text', text: hit['escaped'] ?? whole };
}

/** Only addresses a person would follow, and always with where they lead. */
function link(target: string, label: string, whole: string, depth: number): Inline {
  if (ownPage.test(target)) return { kind: 'page', href: target, inside: depth < deepest ? inlines(label, deepest) : [{ kind: 'text', text: label }] };
  try {
    const url = new URL(target);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return { kind: 'text', text: whole };
    return { kind: 'link', href: url.href, host: url.host, inside: depth < deepest ? inlines(label, deepest) : [{ kind: 'text', text: label }] };
  } catch {
    return { kind: 'text', text: whole };
  }
}
