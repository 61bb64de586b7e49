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
const idOf = async (...asked: Parameters<typeof begunActs.of>): Promise<string | undefined> => (await begunActs.of(...asked))?.callId;

test('a change without a known end has the same call id again, for its person, row and values alone', async () => {
  browser();
  await begunActs.begin('alice', form, 'c1');
  await begunActs.begin('alice', row, 'c2');

  assert.equal(await idOf('alice', { ...form, values: { amount: 60, deal: 7 } }), 'c1');
  assert.equal(await idOf('alice', { ...form, values: { deal: 7, amount: 61 } }), undefined);
  assert.equal(await idOf('alice', row), 'c2');
  assert.equal(await idOf('alice', { ...row, item: 'i' }), undefined);
  assert.equal(await idOf('alice', { ...row, artifact: 'a2' }), undefined);
  assert.equal(await idOf('bob', form), undefined);
});

test('a begun change is known until its end or its retention is over, and tells nobody else what it was', async () => {
  browser();
  const day = 24 * 3_600_000;
  const now = Date.UTC(2026, 0, 31);
  localStorage.setItem('onbehalf.begun/alice/a1/set//%5B%5D', 'c0 1');
  await begunActs.begin('alice', form, 'c1', now);
  await begunActs.begin('alice', row, 'c2', now + day);
  await begunActs.begin('bob', form, 'c3', now + day);
  begunActs.sweep(now + 30 * day);

  assert.equal(Object.keys(localStorage).length, 3);
  assert.doesNotMatch(JSON.stringify(localStorage), /alice|bob|a1|nudge|amount/);
  await begunActs.end('alice', row);
  assert.equal(await idOf('alice', row), undefined);
  begunActs.sweep(now + 31 * day);
  assert.deepEqual([await idOf('alice', form), await idOf('bob', form)], [undefined, 'c3']);
});

test('a browser without storage continues a change while the page is open', async () => {
  Object.defineProperty(globalThis, 'localStorage', { get: () => { throw new Error('blocked'); }, configurable: true });
  await begunActs.begin('alice', form, 'c1');

  assert.equal(await idOf('alice', form), 'c1');
  begunActs.sweep();
  await begunActs.end('alice', form);
  assert.equal(await idOf('alice', form), undefined);
});

test('a change that was confirmed a day ago or at an unknown time is old, even if it is confirmed again', async () => {
  browser();
  const hour = 3_600_000;
  const begun = Date.UTC(2026, 0, 31, 23);
  await begunActs.begin('alice', form, 'c1', begun);
  await begunActs.begin('alice', form, 'c1', begun + 23 * hour);

  assert.deepEqual(await begunActs.of('alice', form, begun + 23 * hour), { callId: 'c1', isOld: false });
  assert.deepEqual(await begunActs.of('alice', form, begun + 24 * hour), { callId: 'c1', isOld: true });
  await begunActs.begin('alice', form, 'c2', begun + 24 * hour);
  assert.deepEqual(await begunActs.of('alice', form, begun + 24 * hour), { callId: 'c2', isOld: false });
  localStorage.setItem(Object.keys(localStorage)[0]!, 'c3');
  assert.deepEqual(await begunActs.of('alice', form), { callId: 'c3', isOld: true });
});

test('a change that another tab ended is a new change here', async () => {
  browser();
  await begunActs.begin('alice', form, 'c1');
  Object.keys(localStorage).forEach((name) => localStorage.removeItem(name));

  assert.equal(await idOf('alice', form), undefined);
});

test('a browser with a full storage continues a change while the page is open', async () => {
  browser();
  Object.defineProperty(localStorage, 'setItem', { value: () => { throw new Error('full'); } });
  await begunActs.begin('alice', form, 'c1');

  assert.equal(await idOf('alice', form), 'c1');
  await begunActs.end('alice', form);
  assert.equal(await idOf('alice', form), undefined);
});

/** A server that loses its first answer to a confirmation, and knows the calls that it made. */
function losing(): { made: string[]; asked: string[] } {
  const server = { made: [] as string[], asked: [] as string[] };
  const fetch = async (_: string, { body }: { body: string }): Promise<Response> => {
    const { callId, argumentHash } = JSON.parse(body) as { callId: string; argumentHash?: string };
    server.asked.push(callId);
    if (server.made.includes(callId)) return Response.json({ status: 'succeeded', auditId: 'r1' });
    if (argumentHash === undefined) return Response.json({ status: 'waiting', argumentHash: 'h1', card: {} });
    server.made.push(callId);
    throw new TypeError('unreachable');
  };
  Object.defineProperty(globalThis, 'fetch', { value: fetch, configurable: true, writable: true });
  return server;
}

test('a dialog that is opened again after a lost answer shows how its call ended and makes no second one', async () => {
  browser();
  const { ActCall } = await import('../src/artifacts/actCall');
  const server = losing();
  const shown = { value: { definition: { blocks: [{ id: 'set', definitionHash: 'd1' }] } } };
  const open = (who: string) => new ActCall({ id: 'a1', settled: async () => true, read: async () => {}, shown } as never, who, form);
  const first = open('alice');
  await first.load();
  await Promise.all([first.confirm(), first.confirm()]);
  assert.deepEqual([first.isBegun.value, first.problem.value !== null, first.result.value], [true, true, null]);

  const another = open('bob');
  await another.load();
  const again = open('alice');
  await again.load();

  assert.deepEqual([another.preview.value?.status, again.result.value?.status, again.isEarlier.value], ['waiting', 'succeeded', true]);
  assert.deepEqual([server.made.length, server.asked.at(-1)], [1, server.made[0]]);
  assert.notEqual(server.asked.at(-2), server.made[0]);

  await again.restart();
  assert.deepEqual([again.preview.value?.status, server.made.includes(server.asked.at(-1)!)], ['waiting', false]);
});

test('a confirmation that the server refused has begun nothing, unless an earlier one may still run', async () => {
  browser();
  const { ActCall } = await import('../src/artifacts/actCall');
  let answer = (): Response => Response.json({ type: 'https://onbehalf.dev/problems/too-fast', status: 429, detail: 'Too fast.' }, { status: 429 });
  const fetch = async (_: string, { body }: { body: string }): Promise<Response> =>
    body.includes('argumentHash') ? answer() : Response.json({ status: 'waiting', argumentHash: 'h1', card: {} });
  Object.defineProperty(globalThis, 'fetch', { value: fetch, configurable: true, writable: true });
  const shown = { value: { definition: { blocks: [{ id: 'set', definitionHash: 'd1' }] } } };
  const call = new ActCall({ id: 'a1', settled: async () => true, read: async () => {}, shown } as never, 'alice', form);
  const refused = answer;

  await call.load();
  await call.confirm();
  assert.deepEqual([call.isBegun.value, await idOf('alice', form)], [false, undefined]);

  answer = () => { throw new TypeError('unreachable'); };
  await call.load();
  await call.confirm();
  answer = refused;
  await call.load();
  await call.confirm();
  assert.deepEqual([call.isBegun.value, await idOf('alice', form) === undefined], [true, false]);
});
