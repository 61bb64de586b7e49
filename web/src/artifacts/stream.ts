import { eventsOf } from './api';
import type { Batch, Presence } from './shapes';

export interface Heard {
  onLine(isUp: boolean, isClosed: boolean): void;
  onOps(batch: Batch): void;
  onPeople(people: Presence[]): void;
  /** A change that ops do not describe. The artifact must be reloaded. */
  onReset(): void;
  onGone(): void;
}

/** Opens the event stream of an artifact from a version on. */
export function streamOf(id: string, after: number, heard: Heard): EventSource {
  const source = new EventSource(eventsOf(id, after));
  const on = <T>(kind: string, act: (data: T) => void): void =>
    source.addEventListener(kind, (event) => act(JSON.parse((event as MessageEvent<string>).data) as T));
  source.onopen = () => heard.onLine(true, false);
  source.onerror = () => heard.onLine(false, source.readyState === EventSource.CLOSED);
  on<Batch>('ops', heard.onOps);
  on<{ people: Presence[] }>('presence', ({ people }) => heard.onPeople(people));
  for (const kind of ['proposal', 'published', 'reset']) source.addEventListener(kind, () => heard.onReset());
  on('gone', () => heard.onGone());
  return source;
}
