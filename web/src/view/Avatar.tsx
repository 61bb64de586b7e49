import { createContext, type ComponentChildren } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { Member, Person } from '../api/shapes';

const hues = [172, 262, 37, 307, 217, 82, 352, 127];
/** Colors at least this far apart are told apart at a glance. */
const apart = 80;

const distance = (one: number, other: number): number => Math.min(Math.abs(one - other), 360 - Math.abs(one - other));

const preferred = (subject: string): number => {
  let sum = 7;
  for (const letter of subject) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return hues[sum % hues.length]!;
};

const asJoined = (a: Member, b: Member): number => a.since - b.since || (a.subject < b.subject ? -1 : 1);

/** Assigns colors to the people of a view: their own color if it is far from those of earlier members, else the one farthest from them. */
export function coloursOf(members: Member[]): Map<string, number> {
  const given = new Map<string, number>();
  for (const { subject } of [...members].sort(asJoined)) {
    const taken = [...given.values()];
    const room = (hue: number): number => Math.min(360, ...taken.map((one) => distance(one, hue)));
    const own = preferred(subject);
    const farthest = hues.reduce((best, hue) => (room(hue) > room(best) ? hue : best), own);
    given.set(subject, given.size >= hues.length || room(own) >= apart ? own : farthest);
  }
  return given;
}

const Together = createContext<Map<string, number>>(new Map());

/** Gives the people of its children different colors, as long as there are enough. */
export function Colours({ members, children }: { members: Member[]; children: ComponentChildren }) {
  const colours = useMemo(() => coloursOf(members), [members]);
  return <Together.Provider value={colours}>{children}</Together.Provider>;
}

/** Returns the color of a person. It marks whose access was used wherever something ran. */
export function useHue(subject: string): number {
  return useContext(Together).get(subject) ?? preferred(subject);
}

const letters = new Intl.Segmenter();

/** Returns the first letter of the first two words. An emoji of several code points is one letter. */
export const initials = (name: string): string =>
  name.trim().split(/\s+/).slice(0, 2).map((word) => [...letters.segment(word)][0]?.segment.toUpperCase() ?? '').join('');

export function Avatar({ person, small, here }: { person: Person; small?: boolean; here?: boolean }) {
  const hue = useHue(person.subject);
  return (
    <span class={`avatar${small ? ' small' : ''}${here ? ' here' : ''}`} style={{ '--hue': String(hue) }} aria-hidden="true">
      {initials(person.name)}
    </span>
  );
}

export function AgentMark() {
  return (
    <span class="avatar agent" aria-hidden="true">
      <svg viewBox="0 0 16 16" width="16" height="16"><circle cx="6.5" cy="8" r="3.5" /><path d="M10 4.5a3.5 3.5 0 0 1 0 7" /></svg>
    </span>
  );
}
