import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pastedTable } from '../src/text/pasted';

const cases: [string, string, string | null][] = [
  ['cells of a spreadsheet', 'a\tb\n1\tx|y\n', '| a | b |\n| --- | --- |\n| 1 | x\\|y |'],
  ['lines of other systems', 'a\tb\r\n1\t2\r\n', '| a | b |\n| --- | --- |\n| 1 | 2 |'],
  ['one line with tabs is text', 'a\tb', null],
  ['lines of different length are text', 'if x:\n\ty', null],
  ['one column is text', 'a\nb', null],
  ['too many rows are text', Array.from({ length: 201 }, () => 'a\tb').join('\n'), null],
];

for (const [name, plain, expected] of cases) test(`pasted: ${name}`, () => assert.equal(pastedTable('', plain), expected));
