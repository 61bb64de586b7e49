import type { Inline, Part } from '../src/text/markdown';

/** The tree as HTML of the specification, for comparison only. */
export const html = (parts: Part[]): string => parts.map(part).join('\n');

function part(one: Part): string {
  switch (one.kind) {
    case 'paragraph': return `<p>${inlines(one.inside)}</p>`;
    case 'line': return inlines(one.inside);
    case 'heading': return `<h${one.level}>${inlines(one.inside)}</h${one.level}>`;
    case 'code': return `<pre><code>${escaped(one.text)}</code></pre>`;
    case 'quote': return `<blockquote>${html(one.parts)}</blockquote>`;
    case 'rule': return '<hr>';
    case 'list': {
      const items = one.items.map((item) => `<li>${html(item)}</li>`).join('');
      return one.ordered ? `<ol${one.start === 1 ? '' : ` start="${one.start}"`}>${items}</ol>` : `<ul>${items}</ul>`;
    }
    case 'table': {
      const row = (cells: Inline[][], name: string) =>
        `<tr>${cells.map((cell, at) => `<${name}${one.align[at] ? ` align="${one.align[at]}"` : ''}>${inlines(cell)}</${name}>`).join('')}</tr>`;
      return `<table>${row(one.head, 'th')}${one.rows.map((cells) => row(cells, 'td')).join('')}</table>`;
    }
  }
}

const inlines = (all: Inline[]): string => all.map(inline).join('');

function inline(one: Inline): string {
  switch (one.kind) {
    case 'text': return escaped(one.text);
    case 'code': return `<code>${escaped(one.text)}</code>`;
    case 'break': return '<br>\n';
    case 'mention': return `<mention>${escaped(one.mention.as)}</mention>`;
    case 'link':
    case 'page': return `<a href="${escaped(one.href)}">${inlines(one.inside)}</a>`;
    default: return `<${one.kind}>${inlines(one.inside)}</${one.kind}>`;
  }
}

export const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** All text of a tree, in order. */
export function textOf(parts: Part[]): string {
  const of = (all: Inline[]): string =>
    all.map((one) => ('inside' in one ? of(one.inside) : one.kind === 'break' ? '\n' : one.kind === 'mention' ? one.mention.as : one.text)).join('');
  return parts
    .map((one) => {
      if ('inside' in one) return of(one.inside);
      if (one.kind === 'quote') return textOf(one.parts);
      if (one.kind === 'list') return one.items.map(textOf).join('\n');
      if (one.kind === 'table') return [one.head, ...one.rows].map((row) => row.map(of).join(' ')).join('\n');
      return one.kind === 'code' ? one.text : '';
    })
    .join('\n');
}
