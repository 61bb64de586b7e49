import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Thread } from '../src/api/shapes';
import { csvOf } from '../src/text/csv';
import { reader } from '../src/text/reader';
import { countdown, dateOf, momentIn, sameDay, zoneName } from '../src/text/time';
import { putPage } from './page';

const addressed = (path: string): void => putPage({
  location: new URL(path, 'http://host'), window: globalThis, history: { pushState: () => {}, replaceState: () => {} },
  navigator: { languages: ['en'], onLine: true }, document: { visibilityState: 'visible', addEventListener: () => {} },
});

test('an address opens its page, and an unknown one no other page', async () => {
  addressed('/');
  const { go, route } = await import('../src/state/route');
  const opened = (path: string): unknown => {
    addressed(path);
    go(path);
    const { search: _, ...said } = route.value as { search?: URLSearchParams };
    return said;
  };

  assert.deepEqual(opened('/'), { page: 'home' });
  assert.deepEqual(opened('/t/t1'), { page: 'thread', id: 't1' });
  assert.deepEqual(opened('/t/t1?beside=artifact:a#t1-m2'), { page: 'thread', id: 't1', message: 't1-m2', beside: 'artifact:a' });
  assert.deepEqual(opened('/t'), { page: 'home' });
  assert.deepEqual(opened('/rooms'), { page: 'rooms' });
  assert.deepEqual(opened('/rooms/r1'), { page: 'room', id: 'r1' });
  assert.deepEqual(opened('/wiki'), { page: 'wiki', view: { kind: 'home' } });
  assert.deepEqual(opened('/wiki/s/s1/new'), { page: 'wiki', view: { kind: 'new', space: 's1' } });
  assert.deepEqual(opened('/wiki/p/p1/history'), { page: 'wiki', view: { kind: 'history', id: 'p1' } });
  assert.deepEqual(opened('/wiki/x/p1'), { page: 'wiki', view: { kind: 'home' } });
  assert.deepEqual(opened('/automations/new'), { page: 'automations', edit: true });
  assert.deepEqual(opened('/automations/a1/edit'), { page: 'automations', edit: true, id: 'a1' });
  assert.deepEqual(opened('/automations/a1'), { page: 'automations', edit: false, id: 'a1' });
  assert.deepEqual(opened('/nothing'), { page: 'missing' });
  assert.deepEqual(opened('/Rooms'), { page: 'missing' });
});

test('muted, archived and open threads have no unread messages to tell of, and archived ones are in no list', async () => {
  addressed('/');
  const { go } = await import('../src/state/route');
  const { byRoom, inListOrder, unreadOf } = await import('../src/state/arrange');
  const thread = (id: string, more: Partial<Thread> = {}): Thread => ({ id, title: id, members: [], unread: 3, lastAt: '2026-01-01T00:00:00Z', ...more });

  assert.equal(unreadOf(thread('a')), 3);
  assert.equal(unreadOf(thread('a', { muted: true })), 0);
  assert.equal(unreadOf(thread('a', { archived: true })), 0);
  addressed('/t/a');
  go('/t/a');
  assert.equal(unreadOf(thread('a')), 0);
  assert.equal(unreadOf(thread('b')), 3);

  const all = [thread('a'), thread('b', { archived: true }), thread('c', { pinned: true, roomId: 'r' }), thread('d', { roomId: 'r' })];
  assert.deepEqual(inListOrder(all).map(({ id }) => id), ['c', 'a', 'd']);
  assert.deepEqual([...byRoom(all)].map(([room, inside]) => [room, inside.map(({ id }) => id)]), [['r', ['c', 'd']]]);
});

test('a date is written in the language and the zone of its reader', () => {
  const late = '2026-03-29T22:30:00Z';

  reader.value = { language: 'en-GB', timeZone: 'UTC' };
  assert.equal(dateOf(late), '29 Mar 2026');
  assert.equal(sameDay(late, '2026-03-29T00:00:00Z'), true);
  reader.value = { language: 'de', timeZone: 'Europe/Berlin' };
  assert.equal(dateOf(late), '30.03.2026');
  assert.equal(sameDay(late, '2026-03-29T12:00:00Z'), false);
  assert.match(momentIn(late, 'Asia/Tokyo'), /30.*07:30/);
  reader.value = {};
  assert.equal(zoneName('America/Argentina/Buenos_Aires'), 'Buenos Aires');
});

test('a countdown never goes below zero, and says days when hours are too many', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  assert.equal(countdown('2025-12-31T23:59:59Z', now), '0:00');
  assert.equal(countdown('2026-01-01T00:01:05Z', now), '1:05');
  assert.equal(countdown('2026-01-01T01:02:00Z', now), '1 h 2 min');
  assert.equal(countdown('2026-01-03T00:00:00Z', now), '2 days');
});

test('a cell of a CSV file is quoted where it must be, and starts no formula', () => {
  const columns = ['name', 'a,b'].map((name) => ({ name, kind: 'text' }));
  const line = (cell: string | number | boolean | null): string => csvOf(columns, [[cell, 1]]).split('\r\n').slice(1, -1).join('\r\n').slice(0, -2);

  assert.equal(csvOf(columns, []), 'name,"a,b"\r\n');
  assert.equal(line('say "hi"'), '"say ""hi"""');
  assert.equal(line('two\nlines'), '"two\nlines"');
  assert.equal(line(null), '');
  assert.equal(line(-5), '-5');
  assert.equal(line('-5.25'), '-5.25');
  assert.equal(line('-infinity'), '-infinity');
  assert.equal(line('-$1,234.50'), '"-$1,234.50"');
  for (const formula of ['=1+1', '+A1', '@SUM(A1)', '-2+3+cmd', '\tx']) assert.equal(line(formula), `'${formula}`);
  assert.equal(line('=HYPERLINK("http://x","y")'), `"'=HYPERLINK(""http://x"",""y"")"`);
});
