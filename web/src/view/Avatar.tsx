import type { Person } from '../api/shapes';

const hues = [172, 262, 24, 330, 215, 96, 290, 48, 352, 190];

/** Each person has a colour of their own: it stands for "as whom" wherever something ran. */
export function hueOf(subject: string): number {
  let sum = 7;
  for (const letter of subject) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return hues[sum % hues.length]!;
}

const initials = (name: string): string =>
  name.split(/\s+/).slice(0, 2).map((word) => word[0]?.toUpperCase() ?? '').join('');

export function Avatar({ person, small, here }: { person: Person; small?: boolean; here?: boolean }) {
  return (
    <span class={`avatar${small ? ' small' : ''}${here ? ' here' : ''}`} style={{ '--hue': String(hueOf(person.subject)) }} aria-hidden="true">
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
