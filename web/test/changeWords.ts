import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aimOf, isAimedAt, isThere } from '../src/artifacts/aim';
import { changeWords } from '../src/artifacts/changeWords';
import type { Artifact, Item, Version, VersionChange } from '../src/artifacts/shapes';
import { announcedIn } from '../src/text/announced';
import { byName } from '../src/text/mentions';
import { artifacts } from '../src/words/de/artifacts';
import { german } from '../src/words/de';
import { spoken } from '../src/words/say';

const bob = { subject: 'p-bob', name: 'Bob' };
const item = (id: string, title: string, more: Partial<Item> = {}): Item => ({
  id, order: 'a0', values: title ? { title } : {}, by: bob, at: '', changedBy: bob, changedAt: '', comments: [], ...more,
});
const artifact: Artifact = {
  id: 'x', kind: 'list', title: 'Launch', state: 'published', seq: 9, madeBy: bob, madeAt: '', changedAt: '', mine: false, proposals: [],
  definition: {
    fields: [{ id: 'title', name: 'Task', type: 'text' }, { id: 'owner', name: 'Owner', type: 'person' }, { id: 'cost', name: 'Cost', type: 'number' }],
    blocks: [{ id: 'b', type: 'heading', text: 'Plan', comments: [{ id: 'c2', by: bob, at: '', text: 'x' }] }],
  },
  items: [
    item('i1', 'Book venue', { comments: [{ id: 'c1', by: bob, at: '', text: 'x' }, { id: 'gone', by: bob, at: '', text: '', deleted: true }] }),
    item('locked', '', { locked: ['title'] }),
    item('i2', 'Old', { deleted: true }),
  ],
};
const version = (changes: VersionChange[], more: Partial<Version> = {}): Version => ({
  seq: 2, at: '', author: bob, summary: 'changed', changes, placed: [], ...more,
});
const words = (changes: VersionChange[], more?: Partial<Version>): string => changeWords(artifact, version(changes, more), [bob]);

const said: Array<[VersionChange, string]> = [
  [{ op: 'set', item: 'i1', field: 'owner', value: 'p-bob' }, 'set Owner of “Book venue” to Bob'],
  [{ op: 'set', item: 'i1', field: 'cost', value: null }, 'cleared Cost of “Book venue”'],
  [{ op: 'set', item: 'locked', field: 'cost', value: 3 }, 'set Cost of an item to 3'],
  [{ op: 'set' }, 'changed a value'],
  [{ op: 'add', item: 'unknown' }, 'added an item'],
  [{ op: 'del', item: 'i2' }, 'deleted “Old”'],
  [{ op: 'move', item: 'i1', state: 'done' }, 'moved “Book venue” to done'],
  [{ op: 'text', block: 'b' }, 'edited “Plan”'],
  [{ op: 'comment', block: 'b' }, 'commented on “Plan”'],
  [{ op: 'delField' }, 'deleted a field'],
];
for (const [change, expected] of said) test(`the words of a change: ${expected}`, () => assert.equal(words([change]), expected));

test('the words of a whole version', () => {
  assert.equal(words([], { created: true }), 'created it');
  assert.equal(words([], { placed: [{ by: bob, at: '' }] }), 'put it into the thread');
  const several: VersionChange[] = [{ op: 'title', name: 'Launch' }, { op: 'purge' }];
  assert.equal(words(several, { more: 1 }), 'changed the title to “Launch”, removed what had been deleted and one more change');
});

test('the words of a change are in the reader\'s language', () => {
  spoken.value = { language: 'de', texts: { ...german, ...artifacts } };
  try {
    assert.equal(words([{ op: 'set', item: 'i1', field: 'owner', value: 'p-bob' }]), '„Book venue“: Owner auf Bob gesetzt');
  } finally {
    spoken.value = null;
  }
});

test('an address names an item or a comment', () => {
  assert.deepEqual([aimOf('#item-i_1'), aimOf('#comment-c1'), aimOf('#item-"]'), aimOf('#other')], [{ item: 'i_1' }, { comment: 'c1' }, null, null]);
  assert.deepEqual(['i1', 'i2', 'no'].map((id) => isThere(artifact, { item: id })), [true, false, false]);
  assert.deepEqual(['c1', 'c2', 'gone'].map((id) => isThere(artifact, { comment: id })), [true, true, false]);
  assert.deepEqual(['#comment-c1', '#item-i1'].map((hash) => isAimedAt(artifact.items[0]!.comments, hash)), [true, false]);
});

test('a message that is nothing but the link to an artifact is its announcement', () => {
  assert.equal(announcedIn('[Launch (Q1) \\\\ x](/artifacts/ab-1)'), 'ab-1');
  for (const text of ['see [Launch](/artifacts/ab-1)', '[a](/artifacts/ab-1) and', '[a](/artifacts/../x)', '[a](https://x.example/artifacts/a)', '', undefined])
    assert.equal(announcedIn(text), undefined);
});

test('a typed name is a mention, unless two people have it', () => {
  const twins = [bob, { subject: 'a', name: 'Al' }, { subject: 'b', name: 'Al' }];
  assert.deepEqual(byName(twins, []), [{ ...bob, as: '@Bob' }]);
});
