import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Artifact, Sending } from '../src/artifacts/shapes';
import { answered, putPage } from './page';

const me = { subject: 'a', name: 'Alice' };
const at = '2026-01-01T00:00:00Z';
const artifact: Artifact = {
  id: 'x', kind: 'list', title: 'T', state: 'draft', seq: 0, madeBy: me, madeAt: at, changedAt: at, mine: true, proposals: [],
  definition: { fields: [{ id: 'f', name: 'Name', type: 'text' }] }, items: [],
};

class Field {
  onBlur = (): void => {};
  blur(): void {
    document.activeElement = null;
    this.onBlur();
  }

  closest(): Field {
    return this;
  }
}

const document = { visibilityState: 'visible', activeElement: null as Field | null, addEventListener: () => {} };
/** The server's answers: 200, 404, or 0 if it cannot be reached. */
const server = { answers: 200, asked: 0, sent: [] as Sending[] };

async function fetch(path: string, { method, body }: { method: string; body: string }): Promise<Response> {
  server.asked++;
  if (server.answers === 0) throw new TypeError('unreachable');
  if (server.answers !== 200) return new Response(null, { status: server.answers });
  if (method === 'GET') return Response.json(artifact);
  if (path.endsWith('/ops')) server.sent.push(JSON.parse(body) as Sending);
  return Response.json({ seq: 1 });
}

async function opened() {
  putPage({ document, fetch, removeEventListener: () => {}, HTMLElement: Field, navigator: { languages: ['en'], onLine: true } });
  const [{ session }, { LiveArtifact }] = [await import('../src/state/session'), await import('../src/artifacts/live')];
  session.value = { kind: 'in', me: { ...me, groups: [] } as never };
  return new LiveArtifact('x', () => {});
}

test('an artifact that was not found keeps the typed words, and an open page reads it again and sends them', async (context) => {
  const live = await opened();
  context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const state = (): string => live.opened.value.kind;
  const words = (): unknown => live.opened.value.kind === 'gone' && live.opened.value.unsent?.kept.flatMap((one) => [...(one.flight?.ops ?? []), ...one.queue]);
  const close = live.open();
  await answered();
  assert.equal(state(), 'open');

  server.answers = 404;
  const field = new Field();
  field.onBlur = () => live.do({ op: 'title', title: 'half-typed' });
  document.activeElement = field;
  await live.read();
  await answered();
  assert.deepEqual(words(), [{ op: 'title', title: 'half-typed' }]);

  close();
  await answered();
  server.answers = 0;
  const closeAgain = live.open();
  await answered();
  assert.deepEqual(words(), [{ op: 'title', title: 'half-typed' }]);
  server.answers = 404;
  await live.read();

  server.answers = 200;
  context.mock.timers.tick(29_000);
  await answered();
  assert.equal(state(), 'gone');
  context.mock.timers.tick(1_000);
  await answered();
  assert.equal(state(), 'open');
  assert.deepEqual(server.sent.flatMap((one) => one.ops), [{ op: 'title', title: 'half-typed' }]);
  assert.equal(live.unsent.value, 0);
  closeAgain();
});

test('a page that was hidden for a minute does not ask for an artifact that was not found, and does once it is visible again', async (context) => {
  const live = await opened();
  const { away } = await import('../src/state/away');
  context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  server.answers = 404;
  const close = live.open();
  await answered();
  assert.equal(live.opened.value.kind, 'gone');

  away.value = true;
  context.mock.timers.tick(15_000);
  await answered();
  server.asked = 0;
  for (const _ of Array(12)) {
    context.mock.timers.tick(5 * 60_000);
    await answered();
  }
  assert.equal(server.asked, 0);

  server.answers = 200;
  away.value = false;
  await answered();
  assert.equal(live.opened.value.kind, 'open');
  close();
});
