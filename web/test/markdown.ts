import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parts, type Inline } from '../src/text/markdown';
import { html, textOf } from './html';

const cases: [string, string, string][] = [
  [
    'code span of three signs at the start of a line',
    '```inline``` this text vanishes\nand so does its first line',
    '<p><code>inline</code> this text vanishes\nand so does its first line</p>',
  ],
  ['a fence in a longer fence', '````md\n```js\nx\n```\n````\nafter', '<pre><code>```js\nx\n```</code></pre>\n<p>after</p>'],
  ['a fence of tildes with one of backticks', '~~~\n```\n~~~\nafter', '<pre><code>```</code></pre>\n<p>after</p>'],
  ['a fence without an end', '```\nx\n\ny', '<pre><code>x\n\ny</code></pre>'],
  ['a fence closed by a longer one', '```\nx\n`````\nafter', '<pre><code>x</code></pre>\n<p>after</p>'],
  ['a fence with words of information', '```js title="a"\nx\n```', '<pre><code>x</code></pre>'],
  [
    'steps with code between them',
    '1. a\n\n   ```\n   x\n\n   y\n   ```\n2. b\n\n3. c',
    '<ol><li><p>a</p>\n<pre><code>x\n\ny</code></pre></li><li><p>b</p></li><li><p>c</p></li></ol>',
  ],
  ['a list that goes on at its number', '1. a\n2. b\n\ntext\n\n3. c', '<ol><li>a</li><li>b</li></ol>\n<p>text</p>\n<ol start="3"><li>c</li></ol>'],
  ['a list from zero', '0. a\n1. b', '<ol start="0"><li>a</li><li>b</li></ol>'],
  ['a list with brackets', '7) a\n8) b', '<ol start="7"><li>a</li><li>b</li></ol>'],
  ['lists in lists', '- a\n  1. b\n     - c\n- d', '<ul><li>a\n<ol><li>b\n<ul><li>c</li></ul></li></ol></li><li>d</li></ul>'],
  ['four spaces below a number', '1. a\n    - b\n2. c', '<ol><li>a\n<ul><li>b</li></ul></li><li>c</li></ol>'],
  ['a list after text', 'Steps:\n- a\n- b', '<p>Steps:</p>\n<ul><li>a</li><li>b</li></ul>'],
  ['a year is no list in text', 'It was in\n1986. A great year', '<p>It was in\n1986. A great year</p>'],
  ['a quote with a list', '> - a\n> - b\n\nc', '<blockquote><ul><li>a</li><li>b</li></ul></blockquote>\n<p>c</p>'],
  ['a table after text', 'Intro:\n| a | b |\n|---|---|\n| 1 | 2 |', '<p>Intro:</p>\n<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>'],
  ['a table without outer pipes', 'a | b\n--|--\n1 | 2', '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>'],
  ['a table of one column', '| a |\n|---|\n| 1 |', '<table><tr><th>a</th></tr><tr><td>1</td></tr></table>'],
  [
    'a table with alignment',
    '| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |',
    '<table><tr><th align="left">a</th><th align="center">b</th><th align="right">c</th></tr><tr><td align="left">1</td><td align="center">2</td><td align="right">3</td></tr></table>',
  ],
  [
    'short and long rows',
    '| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |',
    '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td></td></tr><tr><td>1</td><td>2</td></tr></table>',
  ],
  ['pipes in cells', '| a |\n|---|\n| x \\| `y \\| z` |', '<table><tr><th>a</th></tr><tr><td>x | <code>y | z</code></td></tr></table>'],
  ['a table in a list', '- x\n\n  | a |\n  |---|\n  | 1 |', '<ul><li><p>x</p>\n<table><tr><th>a</th></tr><tr><td>1</td></tr></table></li></ul>'],
  ['a divider of another width is text', '| a | b |\n|---|\n| 1 |', '<p>| a | b |\n|---|\n| 1 |</p>'],
  ['tasks', '- [x] done\n- [ ] open', '<ul><li>☑ \ndone</li><li>☐ \nopen</li></ul>'],
  [
    'bare addresses',
    'see https://example.com/a_b_c?x=1&y=(2), and www.example.com.',
    '<p>see <a href="https://example.com/a_b_c?x=1&amp;y=(2)">https://example.com/a_b_c?x=1&amp;y=(2)</a>, and <a href="http://www.example.com/">www.example.com</a>.</p>',
  ],
  [
    'addresses in angle brackets',
    '<https://example.com/> <a@example.com>',
    '<p><a href="https://example.com/">https://example.com/</a> <a href="mailto:a@example.com">a@example.com</a></p>',
  ],
  ['references', '[a][x] and [x]\n\n[x]: https://example.com/ "t"', '<p><a href="https://example.com/">a</a> and <a href="https://example.com/">x</a></p>'],
  [
    'names and numbers of characters',
    'a&nbsp;&lt;b&gt; &#65;&#x42; &hellip; &unknown; &amp;amp; `&lt;`',
    '<p>a\u00a0&lt;b&gt; AB … &amp;unknown; &amp;amp; <code>&amp;lt;</code></p>',
  ],
  ['identifiers are no emphasis', 'snake_case_name and 2 * 3 * 4', '<p>snake_case_name and 2 * 3 * 4</p>'],
  [
    'emphasis in words and in each other',
    'un*frigging*believable ***both*** **a *b* c** ~~gone~~',
    '<p>un<em>frigging</em>believable <em><strong>both</strong></em> <strong>a <em>b</em> c</strong> <del>gone</del></p>',
  ],
  ['underlined headings', 'One\n===\nTwo\n---\nx', '<h1>One</h1>\n<h2>Two</h2>\n<p>x</p>'],
  ['line ends', 'a  \nb\\\nc\nd', '<p>a<br>\nb<br>\nc\nd</p>'],
  ['line ends of other systems', '- a\r\n- b\r\rc', '<ul><li>a</li><li>b</li></ul>\n<p>c</p>'],
  ['an empty text', '', ''],
];

for (const [name, text, expected] of cases) test(name, () => assert.equal(html(parts(text)), expected));

const links = (text: string): string[] => {
  const of = (all: Inline[]): string[] => all.flatMap((one) => ('inside' in one ? [...('href' in one ? [one.href] : []), ...of(one.inside)] : []));
  return parts(text).flatMap((part) => ('inside' in part ? of(part.inside) : []));
};

test('only http, https and mail addresses are links, and pages of the wiki', () => {
  const page = `s${'a'.repeat(20)}-p${'b'.repeat(20)}`;
  for (const target of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#115;cript:alert(1)',
    '&#x6a;avascript:alert(1)',
    'javascript&colon;alert(1)',
    '\\javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://example.com/x',
    'file:///etc/passwd',
    '//example.com/x',
    '/auth/sign-out',
    '/wiki/p/../../auth/sign-out',
    '#top',
    'relative',
    'http://',
    'https://%',
    'tel:1',
    'ftp://example.com/',
  ]) {
    assert.deepEqual([...links(`[x](${target})`), ...links(`[x](<${target}>)`), ...links(`![x](${target})`), ...links(`[x]\n\n[x]: ${target}`)], [], target);
  }
  for (const target of ['javascript:alert(1)', 'data:text/html,x', 'file:///x', 'ftp://example.com/']) assert.deepEqual(links(`<${target}>`), [], target);
  assert.deepEqual(links('[x](https://example.com/?a=1&amp;b=2)'), ['https://example.com/?a=1&b=2']);
  assert.deepEqual(links('[x](mailto:a@example.com)'), ['mailto:a@example.com']);
  assert.deepEqual(links(`[x](/wiki/p/${page}) and ${page}`), [`/wiki/p/${page}`, `/wiki/p/${page}`]);
  assert.deepEqual(links(`\`${page}\` and x${page} and ${page}x`), []);
});

test('an image is a link with its words, whoever serves it', () => {
  assert.equal(html(parts('![chart](https://example.com/p.png?d=1 "t") ![](https://example.com/q.png)')),
    '<p><a href="https://example.com/p.png?d=1">chart</a> <a href="https://example.com/q.png">https://example.com/q.png</a></p>');
});

test('HTML is text, also between lines, in cells and in links', () => {
  for (const text of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <b onclick=x>b</b> c',
    '<!-- hidden -->',
    '<div>\n\n*a*\n\n</div>',
    '| <i>a</i> |\n|---|\n| <svg/onload=x> |',
    '<?php x ?>',
    '<![CDATA[x]]>',
  ]) {
    const shown = html(parts(text));
    assert.doesNotMatch(shown.replace(/<\/?(?:p|em|table|tr|th|td)>/g, ''), /</, text);
    assert.ok((text.match(/[a-z]+/g) ?? []).every((word) => textOf(parts(text)).includes(word)), text);
  }
});

test('a link shows its host', () => {
  const [paragraph] = parts('[bank](https://evil.example/login "your bank")');
  assert.deepEqual(paragraph, {
    kind: 'paragraph',
    inside: [{ kind: 'link', href: 'https://evil.example/login', host: 'evil.example', inside: [{ kind: 'text', text: 'bank' }] }],
  });
});

test('a pasted address of this app is a page of it, and an address of another origin is not', () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'location');
  Object.defineProperty(globalThis, 'location', { value: { origin: 'https://onbehalf.test' }, configurable: true });
  try {
    const of = (text: string): unknown => {
      const [part] = parts(text);
      const one = part?.kind === 'paragraph' ? part.inside[0] : undefined;
      return one && 'href' in one ? [one.kind, one.href] : one?.kind;
    };
    const artifact = `/artifacts/f${'a'.repeat(20)}`;
    assert.deepEqual(of(`https://onbehalf.test${artifact}`), ['page', artifact]);
    assert.deepEqual(of('https://onbehalf.test/t/tabc-1#m1'), ['page', '/t/tabc-1#m1']);
    assert.deepEqual(of('[here](https://onbehalf.test/wiki/p/p-1)'), ['page', '/wiki/p/p-1']);
    const others = [`https://onbehalf.test.evil.example${artifact}`, `https://evil.example${artifact}`, 'https://onbehalf.test/auth/sign-out'];
    for (const other of [...others, `https://onbehalf.test${artifact}?x=1`])
      assert.deepEqual(of(other), ['link', other]);
  } finally {
    if (before) Object.defineProperty(globalThis, 'location', before);
    else delete (globalThis as { location?: unknown }).location;
  }
});
