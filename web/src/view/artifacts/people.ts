import type { Person } from '../../api/shapes';
import type { Artifact } from '../../artifacts/shapes';
import { rooms, threads } from '../../state/directory';
import { myself } from '../../state/session';

type Place = { members: Person[] };

const placesOfMine = (): Place[] => [...(threads.value ?? []), ...rooms.value];

function named(places: Place[], others: Person[]): Person[] {
  const me = myself();
  const known = new Map([...(me ? [me] : []), ...places.flatMap((place) => place.members), ...others].map((one) => [one.subject, one.name]));
  return [...known].map(([subject, name]) => ({ subject, name })).sort((a, b) => a.name.localeCompare(b.name));
}

/** Returns me and the members of my threads and rooms. */
export const knownPeople = (): Person[] => named(placesOfMine(), []);

/** Returns the people who can open an artifact, as far as this page knows: the members of its thread, or for a draft only me. */
export function readersOf(artifact: Artifact): Person[] {
  const thread = artifact.state === 'published' ? threads.value?.find((one) => one.id === artifact.threadId) : undefined;
  return thread?.members ?? named([], artifact.state === 'published' ? peopleFor(artifact) : []);
}

/** Returns the people who can be mentioned in an artifact: its thread's members, else all known people, plus its editors. */
export function peopleFor(artifact: Artifact): Person[] {
  const thread = threads.value?.find((one) => one.id === artifact.threadId);
  return named(thread ? [thread] : placesOfMine(), [artifact.madeBy, ...artifact.items.flatMap((item) => [item.by, item.changedBy])]);
}
