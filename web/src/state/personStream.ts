import type { InboxItem } from '../api/inbox';
import type { Listing, Thread } from '../api/shapes';
import { RetryTimer } from './timer';
import { replaced } from './arrange';
import { fetchThreads, forgotten, refresh, refreshRooms, threads } from './directory';
import { fetchInbox, heardInbox, readInbox } from './inbox';
import { notifying, resumePush, tellOfInbox, tellOfThread } from './notify';
import { myself } from './session';
import { StreamPause } from './streamPause';

const openAgain = 3000;
const longestPause = 60_000;

/** The interval in ms at which a hidden browser asks for news if it shows notifications. A confirmation is open for 10 minutes. */
const askEvery = 180_000;

/** A new stream replays the last ten seconds. Lists loaded within this time in ms miss no event. */
const covered = 8000;
const kinds = ['thread', 'gone', 'inbox', 'rooms', 'reset'] as const;

interface PersonEvent {
  kind: (typeof kinds)[number];
  data: string;
}

const readAll = (): void => {
  void refresh();
  void readInbox().catch(() => {});
};

function apply({ kind, data }: PersonEvent): void {
  switch (kind) {
    case 'thread': return replaced(JSON.parse(data) as Thread);
    case 'gone': return forgotten((JSON.parse(data) as { id: string }).id);
    case 'inbox': return heardInbox((JSON.parse(data) as Listing<InboxItem>).items);
    case 'rooms': return void refreshRooms();
    case 'reset': return readAll();
  }
}

type Others = BroadcastChannel | null;

function tell(others: Others, event: PersonEvent): void {
  if (event.kind === 'thread') tellOfThread(JSON.parse(event.data) as Thread);
  if (event.kind === 'inbox') tellOfInbox((JSON.parse(event.data) as Listing<InboxItem>).items);
  apply(event);
  others?.postMessage(event);
}

/**
 * Follows changes of my lists. One page of this browser holds the stream and broadcasts its events to the others, because a browser opens only
 * six connections to one server. When that page closes or has been hidden for a minute, another takes over.
 */
export function followMyself(): () => void {
  const name = `onbehalf.stream.${myself()?.subject ?? ''}`;
  const others = 'BroadcastChannel' in window ? new BroadcastChannel(name) : null;
  if (others) others.onmessage = (event: MessageEvent<PersonEvent>) => apply(event.data);
  let phase = new AbortController();
  const enter = (act: typeof follow): void => {
    phase.abort();
    phase = new AbortController();
    act(name, others, phase.signal);
  };
  const pause = new StreamPause(() => enter(askAtIntervals), () => enter(follow));
  enter(follow);
  pause.start();
  void resumePush().catch(() => {});
  return () => {
    pause.stop();
    phase.abort();
    others?.close();
  };
}

/** Reads all lists, then waits for the stream's lock. */
function follow(name: string, others: Others, ends: AbortSignal): void {
  const readAt = performance.now();
  readAll();
  const untilEnded = (): Promise<void> => new Promise((resolve) => lead(others, ends, readAt, resolve));
  if ('locks' in navigator) navigator.locks.request(name, { signal: ends }, untilEnded).catch(() => {});
  else void untilEnded();
}

/** Asks for news at intervals, for notifications only. One of the hidden pages asks, unless a page holds the stream. */
function askAtIntervals(name: string, others: Others, ends: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout>;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(ask, askEvery);
  };
  const ask = (): void => {
    later();
    if (notifying.value !== 'on') return;
    void ifFree(`${name}.news`, async () => {
      // The stream's lock stays free while the server answers, for a page that becomes visible.
      if (await ifFree(name, () => true)) await askForNews(others, ends);
    }).catch(() => {});
  };
  others?.addEventListener('message', later, { signal: ends });
  ends.addEventListener('abort', () => clearTimeout(timer));
  later();
}

/** Acts under a lock, unless a page of this browser holds it. Without Web Locks, acts in any case. */
const ifFree = async <T>(name: string, act: () => T): Promise<Awaited<T> | undefined> =>
  'locks' in navigator ? await navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? act() : undefined)) : await act();

async function askForNews(others: Others, ends: AbortSignal): Promise<void> {
  const [mine, waiting] = await Promise.all([fetchThreads(), fetchInbox()]);
  if (ends.aborted) return;
  const known = new Map(threads.value?.map((one) => [one.id, one.unread]));
  for (const thread of mine) if (thread.unread !== known.get(thread.id)) tell(others, { kind: 'thread', data: JSON.stringify(thread) });
  tell(others, { kind: 'inbox', data: JSON.stringify(waiting) });
}

function lead(others: Others, ends: AbortSignal, readAt: number, done: () => void): void {
  let source: EventSource;
  let missed = false;
  const retry = new RetryTimer(openAgain, longestPause);
  const open = (): void => {
    // The browser resumes an interrupted stream by itself. A newly opened stream missed the events in between.
    source = new EventSource('/api/me/events');
    missed ||= performance.now() - readAt > covered;
    source.onopen = () => {
      retry.succeeded();
      if (missed) tell(others, { kind: 'reset', data: '{}' });
      missed = false;
    };
    for (const kind of kinds) source.addEventListener(kind, (event) => tell(others, { kind, data: (event as MessageEvent<string>).data }));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      missed = true;
      // The stream does not report the reason of a refusal. This request detects an ended session.
      void readInbox().catch(() => {});
      retry.retry(open);
    };
  };
  ends.addEventListener('abort', () => {
    retry.stop();
    source.close();
    done();
  });
  open();
}
