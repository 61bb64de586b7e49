import type { Person } from '../../api/shapes';
import type { Artifact } from '../../artifacts/shapes';
import { rooms, threads } from '../../state/directory';
import { myself } from '../../state/session';

/** Returns the people who can be mentioned in an artifact: its thread's members, else all known people, plus its editors. */
export function peopleFor(artifact: Artifact): Person[] {
  const thread = threads.value?.find((one) => one.id === artifact.threadId);
  const places = thread ? [thread] : [...(threads.value ?? []), ...rooms.value];
  const me = myself();
  const all = [...(me ? [me] : []), artifact.madeBy, ...places.flatMap((place) => place.members), ...artifact.items.flatMap((item) => [item.by, item.changedBy])];
  const known = new Map(all.map((one) => [one.subject, one.name]));
  return [...known].map(([subject, name]) => ({ subject, name })).sort((a, b) => a.name.localeCompare(b.name));
}
