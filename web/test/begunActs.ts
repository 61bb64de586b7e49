import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begunActs } from '../src/artifacts/begunActs';

function browser(): void {
  const kept = {} as Record<string, string>;
  const add = (name: string, value: unknown): void => void Object.defineProperty(kept, name, { value, enumerable: false, configurable: true });
  add('getItem', (key: string) => kept[key] ?? null);
  add('setItem', (key: string, value: string) => (kept[key] = value));
  add('removeItem', (key: string) => delete kept[key]);
  Object.defineProperty(globalThis, 'localStorage', { value: kept, configurable: true });
}

const form = { artifact: 'a1', block: 'set', values: { deal: 7, amount: 60 } };
const row = { artifact: 'a1', block: 'nudge', item: 'i/1' };
const idOf = (...asked: Parameters<typeof begunActs.of>): string | undefined => begunActs.of(...asked)?.callId;

test('a change without a known end has the same call id again, for its person, row and values alone', () => {
  browser();
  begunActs.begin('alice', form, 'c1');
  begunActs.begin('alice', row, 'c2');

  assert.equal(idOf('alice', { ...form, values: { amount: 60, deal: 7 } }), 'c1');
  assert.equal(idOf('alice', { ...form, values: { deal: 7, amount: 61 } }), undefined);
  assert.equal(idOf('alice', row), 'c2');
  assert.equal(idOf('alice', { ...row, item: 'i' }), undefined);
  assert.equal(idOf('alice', { ...row, artifact: 'a2' }), undefined);
  assert.equal(idOf('bob', form), undefined);
});

test('an end, another person and sign-out forget begun changes', () => {
  browser();
  begunActs.begin('alice', form, 'c1');
  begunActs.begin('alice', row, 'c2');
  begunActs.begin('bob', form, 'c3');

  begunActs.end('alice', row);
  assert.equal(idOf('alice', row), undefined);
  begunActs.belongTo('alice');
  assert.equal(Object.keys(localStorage).length, 1);
  assert.equal(idOf('alice', form), 'c1');
  begunActs.forget();
  assert.deepEqual([idOf('alice', form), Object.keys(localStorage)], [undefined, []]);
});

test('a browser without storage continues a change while the page is open', () => {
  Object.defineProperty(globalThis, 'localStorage', { get: () => { throw new Error('blocked'); }, configurable: true });
  begunActs.begin('alice', form, 'c1');

  assert.equal(idOf('alice', form), 'c1');
  begunActs.belongTo('alice');
  begunActs.end('alice', form);
  assert.equal(idOf('alice', form), undefined);
});

test('a change that was confirmed a day ago or at an unknown time is old, even if it is confirmed again', () => {
  browser();
  const hour = 3_600_000;
  const begun = Date.UTC(2026, 0, 31, 23);
  begunActs.begin('alice', form, 'c1', begun);
  begunActs.begin('alice', form, 'c1', begun + 23 * hour);

  assert.deepEqual(begunActs.of('alice', form, begun + 23 * hour), { callId: 'c1', isOld: false });
  assert.deepEqual(begunActs.of('alice', form, begun + 24 * hour), { callId: 'c1', isOld: true });
  begunActs.begin('alice', form, 'c2', begun + 24 * hour);
  assert.deepEqual(begunActs.of('alice', form, begun + 24 * hour), { callId: 'c2', isOld: false });
  localStorage.setItem(Object.keys(localStorage)[0]!, 'c3');
  assert.deepEqual(begunActs.of('alice', form), { callId: 'c3', isOld: true });
});

test('a change that another tab ended is a new change here', () => {
  browser();
  begunActs.begin('alice', form, 'c1');
  Object.keys(localStorage).forEach((name) => localStorage.removeItem(name));

  assert.equal(idOf('alice', form), undefined);
});

test('a browser with a full storage continues a change while the page is open', () => {
  browser();
  Object.defineProperty(localStorage, 'setItem', { value: () => { throw new Error('full'); } });
  begunActs.begin('alice', form, 'c1');

  assert.equal(idOf('alice', form), 'c1');
  begunActs.end('alice', form);
  assert.equal(idOf('alice', form), undefined);
});
