import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { forWhom } from '../src/state/forWhom';

const stored = new Map<string, string>();
const storage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
  removeItem: (key: string) => stored.delete(key),
};
const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');

afterEach(() => {
  stored.clear();
  if (before) Object.defineProperty(globalThis, 'localStorage', before);
});

test('whom a thread is for is kept for its person until the agent is chosen again or they sign out', () => {
  Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true });
  assert.equal(forWhom.isAgent('alice', 't1'), true);
  forWhom.choose('alice', 't1', false);
  forWhom.choose('alice', 't2', false);
  assert.deepEqual([forWhom.isAgent('alice', 't1'), forWhom.isAgent('alice', 't3'), forWhom.isAgent('bob', 't1')], [false, true, true]);
  forWhom.choose('alice', 't1', true);
  assert.deepEqual([forWhom.isAgent('alice', 't1'), forWhom.isAgent('alice', 't2')], [true, false]);
  for (let n = 0; n < 400; n++) forWhom.choose('alice', `many-${n}`, false);
  assert.equal((JSON.parse([...stored.values()][0]!) as { threads: string[] }).threads.length, 300);
  forWhom.forget();
  assert.equal(stored.size, 0);
  for (const broken of ['nonsense', '[]', 'null', '{"of":"alice","threads":7}']) {
    stored.set('onbehalf.for-people', broken);
    assert.equal(forWhom.isAgent('alice', 't1'), true);
  }
});
