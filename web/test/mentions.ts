import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parts } from '../src/text/markdown';
import { namedIn, withMentions } from '../src/text/mentions';
import { html } from './html';

const people = [
  { subject: 'a', name: 'Al', as: '@Al' },
  { subject: 'b', name: 'Al Smith', as: '@Al Smith' },
];

const cases: [string, string, string][] = [
  ['the longest name wins', 'ask @Al Smith, then @Al.', '<p>ask <mention>@Al Smith</mention>, then <mention>@Al</mention>.</p>'],
  ['a longer word is no name', '@Alice and a@Al', '<p>@Alice and a<mention>@Al</mention></p>'],
  [
    'in bold, in lists, in tables',
    '- **@Al**\n\n| x |\n|---|\n| @Al |',
    '<ul><li><strong><mention>@Al</mention></strong></li></ul>\n<table><tr><th>x</th></tr><tr><td><mention>@Al</mention></td></tr></table>',
  ],
  ['code stays code', '`@Al`', '<p><code>@Al</code></p>'],
];

for (const [name, text, expected] of cases) test(`mentions: ${name}`, () => assert.equal(html(withMentions(parts(text), people)), expected));

const named: [string, string, string[]][] = [
  ['a name that goes on is another name', 'ask @Albert', []],
  ['the longer name is not the shorter', 'ask @Al Smith', ['@Al Smith']],
  ['both', '@Al, @Al Smith', ['@Al', '@Al Smith']],
  ['a later whole name counts', '@Albert and @Al', ['@Al']],
];

for (const [name, text, expected] of named) test(`named in a text: ${name}`, () => assert.deepEqual(namedIn(text, people).map((one) => one.as), expected));
