import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutHidden } from '../src/artifacts/hidden';
import { parts } from '../src/text/markdown';
import { textOf } from './html';

const size = 160 * 1024;
const filled = (piece: string): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

const emphasis = [
  '*a ',
  'a**b',
  '*a_ ',
  '**a *b ',
  '*',
  '_',
  '**',
  '_a',
  'a* ',
  '***a',
  '~~a',
  '~a ~~b ',
  '*a*b',
  '**x* y',
  '_a_b ',
  '*_~',
  'x **y** ',
  '*\u00e9 ',
  '*a`b',
  '**a[b',
  '*a **b _c __d ~~e ',
  '*(',
  ')*',
  '\\**',
  'a*\n',
  '*a _b **c '.repeat(20) + '\n\n',
  '*a **b* c** d ',
];

const others = [
  '[',
  '[a](',
  '![',
  '[a][',
  '`',
  '``a`',
  '<',
  '<a ',
  '<a@',
  '> ',
  '- ',
  '1. ',
  '> > a\nb\n',
  '> - a\nb\n',
  'a\n-\n',
  'a\n=\n',
  '|a|b|\n|-|\n',
  'x\n|a|b|\n|-|\n',
  '|a|b|\n|-|-|\n',
  '[a]: b\n',
  '[a]: <',
  '[a](b "',
  '```\n',
  '- ```\n',
  '# a\n',
  '*\n',
  'a@',
  'a.b@c.',
  'http://a',
  'http://a)',
  'www.',
  '&a',
  '\\',
  '\\*',
  ' ',
  '\t',
  ' \n',
  'a  \n',
  '- a\n  - b\n',
  '~',
  '#',
  '=',
  '|',
  'a',
  '<!--',
  '[`',
  '[`a',
  '((',
  '[[]]',
  '😀*',
  '\ud800',
  'ftp://a.b/(', 'http://a.b ', 'www.a(b ', ':-:\n', '- > a\n', '- a\n\n', '> a\n\n', '| a |\n|---|\n| b |\n', '- a\n  1. b\n     - c\n', '`a\n\n'];

const wide = (columns: number, rows: number): string => `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${'|a\n'.repeat(rows)}`;

/** Processor time of the fastest of five: others use the same processors. */
function milliseconds(text: string): number {
  const times = [1, 2, 3, 4, 5].map(() => {
    const before = process.cpuUsage();
    parts(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** Whether a text of twice the length takes much more than twice the time: four times for an algorithm of quadratic cost. */
function explodes(text: string): boolean {
  const half = milliseconds(text.slice(0, text.length / 2));
  return milliseconds(text) > 3 * half + 40;
}

test('the time for hostile text grows with its length, not with its square', () => {
  parts(emphasis.join('\n\n'));
  assert.deepEqual([...emphasis, ...others].map(filled).filter(explodes).map((text) => text.slice(0, 20)), []);
});

test('deep and wide text, and long runs of one character, do not explode either', () => {
  const nested = [400, 30].map((depth) => Array.from({ length: depth }, (_, index) => `${' '.repeat(index * 2)}- a`).join('\n'));
  const long = [
    ...nested,
    `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`,
    `http://a${'.'.repeat(size)}x`,
    `${'*'.repeat(size / 2)}a${'*'.repeat(size / 2)}`,
    `${'- '.repeat(11)}a\n`.repeat(6000),
    wide(4000, 20_000),
    wide(40_000, 1),
  ];
  assert.deepEqual(long.filter(explodes).map((text) => text.slice(0, 20)), []);
});

test('what is beyond the bounds is text as it was written, and what follows is read', () => {
  const text = filled('*a ');

  const [first, second] = parts(`${text}\n\n**b**`);

  assert.equal(textOf([first!]), text.trimEnd());
  assert.deepEqual(second, { kind: 'paragraph', inside: [{ kind: 'strong', inside: [{ kind: 'text', text: 'b' }] }] });
});

test('a long text that somebody wrote is read to its end', () => {
  const page = [
    '## Part',
    'Some **bold** words, a [link](https://example.com/), `code` and *more* of it. Then it goes on for a while without any of that. '.repeat(9),
    '- one\n- **two**\n  - three',
    '| a | b |\n|---|--:|\n| *x* | 1 |',
    '> quoted\nand on',
    '```\ncode\n```',
  ].join('\n\n');
  const found = parts(Array.from({ length: 95 }, () => page).join('\n\n'));

  assert.equal(found.length, 6 * 95);
  assert.deepEqual(found.slice(-6), parts(page));
});

test('a table whose short rows would be filled with millions of cells is text', () => {
  assert.equal(textOf(parts(wide(4000, 20_000)).slice(0, 1)).slice(0, 6), '|a|a|a');
  assert.equal(parts(wide(6, 1000))[0]!.kind, 'table');
});

test('what has too much structure to be shown is text from there on, and code has none', () => {
  const [list, tail] = parts('- a\n'.repeat(4000));
  assert.equal(list?.kind === 'list' && list.items.length, 3000);
  assert.equal(textOf([tail!]), '- a\n'.repeat(1000));

  const code = '- a | b | c\n'.repeat(9000);
  assert.deepEqual(parts(`\`\`\`\n${code}\`\`\`\n\n**b**`), [
    { kind: 'code', text: code.trimEnd() },
    { kind: 'paragraph', inside: [{ kind: 'strong', inside: [{ kind: 'text', text: 'b' }] }] },
  ]);
});

test('characters that turn a sentence round are removed from what is typed', () => {
  assert.equal(withoutHidden('a\u202eb\u2066c\u0007d\ne\tf'), 'abcd\ne\tf');
});
