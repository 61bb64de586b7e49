import type { InboxItem } from '../api/inbox';
import type { Listing, Thread } from '../api/shapes';
import { replaced } from './arrange';
import { forgotten, refresh, refreshRooms } from './directory';
import { readInbox, setInbox } from './inbox';
import { resumePush, tellOfInbox, tellOfThread } from './notify';
import { myself } from './session';

const openAgain = 3000;
const longestPause = 60_000;

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
    case 'inbox': return setInbox((JSON.parse(data) as Listing<InboxItem>).items);
    case 'rooms': return void refreshRooms();
    case 'reset': return readAll();
  }
}

/**
 * Follows changes of my lists. One page of this browser holds the stream and broadcasts its events to the others, because a browser opens only
 * six connections to one server. When that page closes, another takes over.
 */
export function followMyself(): () => void {
  const name = `onbehalf.stream.${myself()?.subject ?? ''}`;
  const others = 'BroadcastChannel' in window ? new BroadcastChannel(name) : null;
  const stop = new AbortController();
  const readAt = performance.now();
  readAll();
  void resumePush().catch(() => {});
  if (others) others.onmessage = (event: MessageEvent<PersonEvent>) => apply(event.data);
  const untilStopped = (): Promise<void> => new Promise((resolve) => lead(others, stop.signal, readAt, resolve));
  if ('locks' in navigator) navigator.locks.request(name, { signal: stop.signal }, untilStopped).catch(() => {});
  else void untilStopped();
  return () => {
    stop.abort();
    others?.close();
  };
}

function lead(others: BroadcastChannel | null, ends: AbortSignal, readAt: number, done: () => void): void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout>;
  let missed = false;
  let pause = openAgain;
  const tell = (event: PersonEvent): void => {
    if (event.kind === 'thread') tellOfThread(JSON.parse(event.data) as Thread);
    if (event.kind === 'inbox') tellOfInbox((JSON.parse(event.data) as Listing<InboxItem>).items);
    apply(event);
    others?.postMessage(event);
  };
  const open = (): void => {
    // The browser resumes an interrupted stream by itself. A newly opened stream missed the events in between.
    source = new EventSource('/api/me/events');
    missed ||= performance.now() - readAt > covered;
    source.onopen = () => {
      pause = openAgain;
      if (missed) tell({ kind: 'reset', data: '{}' });
      missed = false;
    };
    for (const kind of kinds) source.addEventListener(kind, (event) => tell({ kind, data: (event as MessageEvent<string>).data }));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      missed = true;
      // The stream does not report the reason of a refusal. This request detects an ended session.
      void readInbox().catch(() => {});
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, longestPause);
    };
  };
  ends.addEventListener('abort', () => {
    clearTimeout(timer);
    source.close();
    done();
  });
  open();
}
