import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysKept, keeping } from '../src/artifacts/keeping';
import type { Kept } from '../src/artifacts/kept';
import { unsentWords } from '../src/artifacts/unsentWords';

const day = 86_400_000;

/** The browser's storage, whose keys are its own properties. */
class Storage {
  getItem(key: string): string | null {
    return (this as unknown as Record<string, string>)[key] ?? null;
  }

  setItem(key: string, value: string): void {
    Object.assign(this, { [key]: value });
  }

  removeItem(key: string): void {
    delete (this as unknown as Record<string, string>)[key];
  }
}

function browser(): void {
  Object.defineProperty(globalThis, 'localStorage', { value: new Storage(), configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: { locks: {} }, configurable: true });
}

const edit: Kept = { form: 1, queue: [{ op: 'title', title: 'mine' }], texts: [], was: {} };

function keep(subject: string, artifact: string): string {
  const key = keeping.newKey(subject, artifact);
  assert.ok(keeping.write(key, JSON.stringify(edit)));
  return key;
}

test('unsent edits of an artifact that is not found expire, and all others stay', (context) => {
  browser();
  let now = 1;
  context.mock.method(Date, 'now', () => now);
  const [missing, found] = [keep('alice', 'a1'), keep('alice', 'a2')];

  assert.deepEqual(keeping.miss('alice', 'a1'), [edit]);
  now += daysKept * day;
  keeping.miss('alice', 'a1');
  keeping.belongTo('alice');
  assert.ok(keeping.read(missing));
  now++;
  keeping.belongTo('alice');

  assert.equal(keeping.read(missing), null);
  assert.deepEqual(keeping.read(found), edit);
});

test('unsent edits are dropped for the next person, and by artifact', () => {
  browser();
  const [own, other, others] = [keep('alice', 'a1'), keep('alice', 'a2'), keep('bob', 'a1')];

  keeping.belongTo('alice');
  keeping.dropArtifact('alice', 'a1');

  assert.deepEqual([own, other, others].map((key) => !!keeping.read(key)), [false, true, false]);
});

test('the words of unsent edits are what was typed, without the text around it', () => {
  const kept: Kept = {
    form: 1,
    flight: { baseSeq: 0, opId: 'o', ops: [{ op: 'text', block: 'p', version: 0, changes: [4, [0, 'mi'], 4] }] },
    queue: [{ op: 'add', item: 'i', order: 'a0', values: { f: 'a task', n: 3, done: false, none: null } }, { op: 'del', item: 'j' }, { op: 'comment', target: { item: 'i' }, comment: 'c', text: 'a comment' }],
    texts: [['p', [6, [0, 'ne', 'and more'], 4]], ['q', [[3, 'new']]]],
    was: { p: 'old text', q: 'was' },
  };

  assert.equal(unsentWords([kept, edit]), 'a task\n3\na comment\nmine\nand more\nnew\nmine');
  assert.equal(unsentWords([{ ...edit, queue: [{ op: 'del', item: 'j' }] }]), '');
});

test('a word that was typed and deleted again is no unsent word', () => {
  const flight = { baseSeq: 0, opId: 'o', ops: [{ op: 'text' as const, block: 'p', version: 0, changes: [4, [0, 'wrong']] as [number, [number, string]] }] };

  assert.equal(unsentWords([{ form: 1, flight, queue: [], texts: [['p', [4, [5, 'right']]]], was: { p: 'all ' } }]), 'right');
});
