import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { answered, putPage, Stream } from './page';

const minute = 60_000;

/** Web Locks without shared ones: a lock is granted once it is free. */
class Locks {
  readonly held = new Set<string>();
  private readonly waiting: { name: string; grant: () => void }[] = [];

  async request(name: string, how: { ifAvailable?: boolean; signal?: AbortSignal }, act: (lock: unknown) => unknown): Promise<unknown> {
    if (this.held.has(name)) {
      if (how.ifAvailable) return act(null);
      await new Promise<void>((grant, refuse) => {
        this.waiting.push({ name, grant });
        how.signal?.addEventListener('abort', () => refuse(how.signal?.reason));
      });
    }
    this.held.add(name);
    try {
      return await act({ name });
    } finally {
      this.release(name);
    }
  }

  release(name: string): void {
    this.held.delete(name);
    const next = this.waiting.findIndex((one) => one.name === name);
    if (next >= 0) this.waiting.splice(next, 1)[0]?.grant();
  }
}

/** The channel between pages, seen from one page. */
class Channel extends EventTarget {
  static page: Channel | undefined;
  readonly sent: unknown[] = [];

  constructor() {
    super();
    Channel.page = this;
  }

  set onmessage(heard: (event: unknown) => void) {
    this.addEventListener('message', heard);
  }

  postMessage(sent: unknown): void {
    this.sent.push(sent);
  }

  close(): void {}
}

const shown: string[] = [];

class Notice {
  static readonly permission = 'granted';

  constructor(title: string, { body }: { body: string }) {
    shown.push(`${title}: ${body}`);
  }
}

const name = 'onbehalf.stream.a';
const thread = { id: 't', title: 'Sales', named: true, members: [], unread: 0, lastAt: '2026-01-01T00:00:00Z' };
const item = { id: 'i', kind: 'confirmation', at: '2026-01-01T00:00:00Z', title: '', words: '', href: '/t/t' };

async function opened(context: TestContext) {
  const server = { asked: [] as string[], threads: [thread], inbox: [] as (typeof item)[] };
  const fetch = async (path: string): Promise<Response> => {
    const { pathname } = new URL(path, 'http://host');
    server.asked.push(pathname);
    return Response.json({ items: pathname === '/api/threads' ? server.threads : pathname === '/api/inbox' ? server.inbox : [] });
  };
  const locks = new Locks();
  const document = { visibilityState: 'visible', activeElement: null, addEventListener: () => {} };
  putPage({
    document, BroadcastChannel: Channel, Notification: Notice, fetch, location: new URL('http://host/'), window: globalThis,
    navigator: { languages: ['en'], onLine: true, locks: { request: locks.request.bind(locks), query: async () => ({ held: [] }) } },
  });
  const { session } = await import('../src/state/session');
  const { visible } = await import('../src/state/online');
  const { notifying } = await import('../src/state/notify');
  const { followMyself } = await import('../src/state/personStream');
  context.mock.timers.enable({ apis: ['setTimeout'] });
  session.value = { kind: 'in', me: { subject: 'a', name: 'Alice', groups: [] } as never };
  [visible.value, notifying.value] = [true, 'off'];
  Stream.all = [];
  shown.length = 0;
  const stop = followMyself();
  context.after(() => {
    stop();
    visible.value = true;
  });
  await answered();
  const pass = async (time: number): Promise<void> => {
    context.mock.timers.tick(time);
    await answered();
  };
  return { server, locks, visible, notifying, pass, stop };
}

test('a page that is hidden for a minute leaves the stream to other pages, and reads the lists again when it is back', async (context) => {
  const { server, locks, visible, pass, stop } = await opened(context);
  assert.equal(Stream.open(), 1);

  visible.value = false;
  await pass(minute - 1);
  assert.equal(Stream.open(), 1);
  await pass(1);
  assert.equal(Stream.open(), 0);
  assert.ok(!locks.held.has(name));
  server.asked.length = 0;
  await pass(60 * minute);
  assert.deepEqual(server.asked, []);

  locks.held.add(name);
  visible.value = true;
  await answered();
  assert.deepEqual(server.asked.sort(), ['/api/inbox', '/api/rooms', '/api/threads']);
  assert.equal(Stream.open(), 0);
  visible.value = false;
  await pass(minute);
  locks.release(name);
  await answered();
  assert.equal(Stream.open(), 0);

  visible.value = true;
  await answered();
  assert.equal(Stream.open(), 1);
  stop();
  assert.equal(Stream.open(), 0);
});

test('a hidden page with notifications asks for news at intervals, unless another page does or holds the stream', async (context) => {
  const { server, locks, visible, notifying, pass, stop } = await opened(context);
  const news = ['/api/inbox', '/api/threads'];
  const askedAfter = async (time: number): Promise<string[]> => {
    server.asked.length = 0;
    await pass(time);
    return server.asked.sort();
  };
  notifying.value = 'on';
  visible.value = false;
  await pass(minute);
  server.threads = [{ ...thread, unread: 2 }, { ...thread, id: 'u' }];
  server.inbox = [item];

  assert.deepEqual(await askedAfter(3 * minute - 1), []);
  assert.deepEqual(await askedAfter(1), news);
  assert.deepEqual(shown, ['Sales: New messages.', 'Onbehalf: A confirmation is waiting for you.']);
  assert.equal(Channel.page?.sent.length, 3);
  assert.deepEqual(await askedAfter(3 * minute), news);
  assert.equal(shown.length, 2);
  assert.equal(Stream.open(), 0);

  locks.held.add(name);
  assert.deepEqual(await askedAfter(3 * minute), []);
  locks.release(name);
  await pass(2 * minute);
  Channel.page?.dispatchEvent(Object.assign(new Event('message'), { data: { kind: 'inbox', data: '{"items":[]}' } }));
  assert.deepEqual(await askedAfter(minute), []);
  assert.deepEqual(await askedAfter(2 * minute), news);
  notifying.value = 'off';
  assert.deepEqual(await askedAfter(3 * minute), []);
  notifying.value = 'on';
  stop();
  assert.deepEqual(await askedAfter(3 * minute), []);
});
