import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPlace, found, TextPlaces, told, writtenPlace } from '../src/artifacts/textPlaces';
import { textRules as rules } from '../src/artifacts/text';

const change = rules.between;

test('carets: a place is written and read, and what is none is nothing', () => {
  assert.deepEqual(readPlace(writtenPlace({ version: 3, anchor: 1, head: 20 })), { version: 3, anchor: 1, head: 20 });
  for (const text of [undefined, '', 'f', '1:2', '1:2:x', '1:2:3:4', '-1:2:3', '99999999999:1:1']) assert.equal(readPlace(text), null);
});

test('carets: a place moves with what is written before it, and its author pushes their own along', () => {
  const places = new TextPlaces();
  places.add('b', { version: 0, changes: change('one two', 'THE one two'), author: 'alice' });
  places.add('b', { version: 1, changes: change('THE one two', 'THE one more two'), author: 'bob' });
  const known = { version: 2, length: 16, pending: [], places, rules };
  // Bob's caret was behind "one ".
  assert.deepEqual(found(known, 'b', { version: 0, anchor: 4, head: 4 }, 'bob'), { anchor: 13, head: 13 });
  // Carol's was there too, and stays before what Bob wrote.
  assert.deepEqual(found(known, 'b', { version: 0, anchor: 4, head: 4 }, 'carol'), { anchor: 8, head: 8 });
  assert.equal(found({ ...known, places: new TextPlaces() }, 'b', { version: 0, anchor: 4, head: 4 }, 'bob'), null, 'the way from there is not known');
});

test('carets: what I have not sent is left out of what I tell, and added to what I am told', () => {
  const pending = [change('one two', 'one NEW two')];
  const known = { version: 5, length: 7, pending, places: new TextPlaces(), rules };
  assert.deepEqual(told(known, 11, 6), { version: 5, anchor: 7, head: 4 });
  assert.deepEqual(found(known, 'b', { version: 5, anchor: 7, head: 2 }, 'bob'), { anchor: 11, head: 2 });
  assert.deepEqual(found(known, 'b', { version: 5, anchor: 900, head: 900 }, 'bob'), { anchor: 11, head: 11 }, 'never beyond the text');
});
