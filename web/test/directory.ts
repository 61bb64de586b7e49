import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Thread } from '../src/api/shapes';

const pageSize = 200;
const many = 1000;

const threadOf = (at: number): Thread => ({
  id: `t${String(at).padStart(4, '0')}`,
  title: 'x',
  named: true,
  members: [],
  unread: 1,
  lastAt: new Date(Date.UTC(2026, 0, 1) + ((at * 7919) % many) * 60_000).toISOString(),
});

test('a thousand unread threads come page by page, and what changed meanwhile is not undone', async () => {
  const all = Array.from({ length: many }, (_, at) => threadOf(at));
  const seen: Array<number | undefined> = [];
  let meanwhile = (): void => {};
  const fetch = async (path: string): Promise<Response> => {
    const url = new URL(path, 'http://host');
    if (url.pathname !== '/api/threads') return Response.json({ items: [] });
    await new Promise(setImmediate);
    seen.push(threads.value?.length);
    if (seen.length === 3) meanwhile();
    const from = all.findIndex((one) => one.id >= (url.searchParams.get('continuation') ?? ''));
    return Response.json({ items: all.slice(from, from + pageSize), continuation: all[from + pageSize]?.id });
  };
  const document = { visibilityState: 'visible', activeElement: null, addEventListener: () => {} };
  const page = {
    addEventListener: () => {},
    document,
    fetch,
    localStorage: {},
    location: new URL('http://host/'),
    window: globalThis,
    navigator: { languages: ['en'], onLine: true },
  };
  for (const [key, value] of Object.entries(page)) Object.defineProperty(globalThis, key, { value, configurable: true, writable: true });
  const { forgotten, refresh, threads } = await import('../src/state/directory');
  const { replaced, unreadThreads } = await import('../src/state/arrange');
  threads.value = null;
  meanwhile = () => {
    replaced({ ...all[0]!, unread: 0 });
    replaced({ ...threadOf(many), id: 'u-new' });
    forgotten(all[1]!.id);
  };

  await refresh();

  assert.deepEqual(seen, [undefined, pageSize, 2 * pageSize, 3 * pageSize, 4 * pageSize]);
  assert.equal(threads.value!.length, many);
  assert.equal(unreadThreads().length, many - 1);
  assert.equal(threads.value!.find((one) => one.id === all[0]!.id)?.unread, 0);
  assert.ok(threads.value!.every((one, at, list) => at === 0 || list[at - 1]!.lastAt >= one.lastAt));

  // The next load is the server's state alone.
  seen.length = 0;
  meanwhile = () => {};
  await refresh();
  assert.equal(threads.value!.length, many);
  assert.ok(!threads.value!.some((one) => one.id === 'u-new'));
});

test('the title for a locked screen never contains the first words of a message', async () => {
  const { rooms, safeTitleOf } = await import('../src/state/directory');
  rooms.value = [{ id: 'r', name: 'Sales' } as never];
  const words: Thread = { ...threadOf(1), title: 'my salary is 100', named: false };

  assert.equal(safeTitleOf({ ...words, roomId: 'r' }), 'Sales');
  assert.equal(safeTitleOf({ ...words, roomId: 'gone' }), 'Onbehalf');
  assert.equal(safeTitleOf(words), 'Onbehalf');
  assert.equal(safeTitleOf({ ...words, people: [{ subject: 'b', name: 'Bob' }] }), 'Bob');
  assert.equal(safeTitleOf({ ...words, title: 'Deals', named: true }), 'Deals');
});
