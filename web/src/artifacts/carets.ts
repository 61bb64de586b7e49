import type { Person } from '../api/shapes';
import type { LiveArtifact } from './live';
import { found, readPlace, told, writtenPlace } from './textPlaces';

export interface Caret {
  person: Person;
  anchor: number;
  head: number;
}

/** Publishes my caret in a text to the others while the editor is open. */
export function lookAtText(live: LiveArtifact, block: string, selection: () => { anchor: number; head: number } | null): void {
  live.spots.lookAt({ block }, () => {
    const [text, at] = [live.textOf(block), selection()];
    return text && at ? writtenPlace(told(text, at.anchor, at.head)) : undefined;
  });
}

/** Returns the carets of others in a text, mapped to positions in my copy. */
export function caretsIn(live: LiveArtifact, block: string): Caret[] {
  const text = live.textOf(block);
  if (!text) return [];
  return live.people.value.filter((one) => one.block === block).flatMap((person) => {
    const place = readPlace(person.field);
    const here = place && found(text, block, place, person.subject);
    return here ? [{ person, ...here }] : [];
  });
}
