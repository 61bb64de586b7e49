import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffOf } from '../src/text/diff';

test('a difference has all lines of both texts, in order', () => {
  for (const [before, after] of [['', ''], ['', 'a'], ['a\nb', ''], ['a\nb\nc', 'a\nx\nc'], ['a\na\nb', 'b\na\na'], ['x\r\ny', 'x\ny\nz']] as const) {
    const lines = diffOf(before, after);
    const side = (...kinds: string[]) => lines.filter((line) => kinds.includes(line.kind)).map((line) => line.text).join('\n');

    assert.equal(side('same', 'removed'), before.replaceAll('\r\n', '\n'));
    assert.equal(side('same', 'added'), after);
  }
});
