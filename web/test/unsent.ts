import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keeper } from '../src/artifacts/keeper';
import { daysKept, keeping } from '../src/artifacts/keeping';
import type { Kept } from '../src/artifacts/kept';
import type { Replica } from '../src/artifacts/replica';
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

/** Web Locks without waiting: `held` are the locks of other open pages. */
class Locks {
  readonly held = new Set<string>();

  async request(name: string, ...args: unknown[]): Promise<void> {
    await (args.at(-1) as (lock: unknown) => unknown)(this.held.has(name) ? null : { name });
  }
}

function browser(): Locks {
  const locks = new Locks();
  Object.defineProperty(globalThis, 'localStorage', { value: new Storage(), configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
  return locks;
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
  const end = 1 + daysKept * day;

  assert.equal(keeping.miss('alice', 'a1'), end);
  now = end;
  assert.equal(keeping.miss('alice', 'a1'), end);
  keeping.belongTo('alice');
  assert.ok(keeping.read(missing));
  now++;
  keeping.belongTo('alice');

  assert.equal(keeping.read(missing), null);
  assert.deepEqual(keeping.read(found), edit);
  assert.deepEqual(Object.keys(localStorage), [found]);
});

test('an open page deletes expired edits, and an artifact that was found again starts a new time', (context) => {
  browser();
  let now = 1;
  context.mock.method(Date, 'now', () => now);
  const key = keep('', 'a1');
  const keeper = new Keeper('a1');
  const later = daysKept * day + 1;

  assert.deepEqual(keeper.miss(null), { kept: [edit], until: now + daysKept * day });
  keeping.found('', 'a1');
  now += later;
  assert.deepEqual(keeper.miss(null), { kept: [edit], until: now + daysKept * day });
  now += later;

  assert.equal(keeper.miss(null), null);
  assert.equal(keeping.read(key), null);
});

test('unsent edits are dropped for the next person, and discarded by artifact except those of other open pages', async () => {
  const locks = browser();
  const [own, other, open, others] = [keep('', 'a1'), keep('', 'a2'), keep('', 'a1'), keep('bob', 'a1')];
  locks.held.add(open);
  const keeper = new Keeper('a1');

  keeping.belongTo('');
  assert.equal(keeper.miss(null)?.kept.length, 2);
  await keeper.drop();

  assert.deepEqual([own, other, open, others].map((key) => !!keeping.read(key)), [false, true, true, false]);
  assert.equal(keeper.miss(null), null);
  assert.deepEqual(keeping.of('').map(({ artifact }) => artifact), ['a2', 'a1']);
});

test('edits that no longer fit into the storage are listed once', () => {
  browser();
  const replica = { kept: () => edit } as Replica;
  const keeper = new Keeper('a1');
  keeper.keep(replica);
  localStorage.setItem = () => {
    throw new Error('full');
  };
  const more = { ...edit, queue: [...edit.queue, { op: 'title', title: 'mine, too' }] } as Kept;
  keeper.keep({ kept: () => more } as Replica);

  assert.deepEqual(keeper.miss({ kept: () => more } as Replica), { kept: [more], until: null });
});

test('the words of unsent edits are what was typed, without the text around it', () => {
  const kept: Kept = {
    form: 1,
    flight: { baseSeq: 0, opId: 'o', ops: [{ op: 'text', block: 'p', version: 0, changes: [4, [0, 'mi'], 4] }] },
    queue: [
      { op: 'add', item: 'i', order: 'a0', values: { f: 'a task', n: 3, done: false, none: null } },
      { op: 'del', item: 'j' },
      { op: 'comment', target: { item: 'i' }, comment: 'c', text: 'a comment' },
    ],
    texts: [['p', [6, [0, 'ne', 'and more'], 4]], ['q', [[3, 'new']]]],
    was: { p: 'old text', q: 'was' },
  };

  assert.equal(unsentWords([kept, edit], []), 'a task\n3\na comment\nmine\nand more\nnew\nmine');
  assert.equal(unsentWords([{ ...edit, queue: [{ op: 'del', item: 'j' }] }], []), '');
});

test('a word that was typed and deleted again is no unsent word', () => {
  const flight = { baseSeq: 0, opId: 'o', ops: [{ op: 'text' as const, block: 'p', version: 0, changes: [4, [0, 'wrong']] as [number, [number, string]] }] };

  assert.equal(unsentWords([{ form: 1, flight, queue: [], texts: [['p', [4, [5, 'right']]]], was: { p: 'all ' } }], []), 'right');
});

test('the words of unsent edits have the name of a person, and all that was typed into a field, parameter or block', () => {
  const queue: Kept['queue'] = [
    { op: 'set', item: 'i', field: 'who', value: 'b' },
    { op: 'field', field: { id: 'f', name: 'size', type: 'choice', choices: ['small', 'large'] } },
    { op: 'parameter', parameter: { id: 'p', name: 'region', type: 'choice', choices: ['EMEA'] } },
    {
      op: 'block',
      order: 'a0',
      block: { id: 'c', type: 'chart', chart: { title: 'sales' }, action: { op: 'add', label: 'order' }, tabs: [{ title: 'first', blocks: [] }] },
    },
  ];

  assert.equal(unsentWords([{ ...edit, queue }], [{ subject: 'b', name: 'Bob' }]), 'Bob\nsize\nsmall\nlarge\nregion\nEMEA\nsales\norder\nfirst');
});
