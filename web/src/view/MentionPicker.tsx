import { useEffect, useState } from 'preact/hooks';
import { get, query } from '../api/http';
import type { Listing, Person } from '../api/shapes';
import { isMe } from '../state/session';
import { t } from '../words/say';
import { Avatar, AgentMark } from './Avatar';

const pause = 150;
const mostShown = 8;

/** The agent as an entry in the mention picker. */
export const agent: Person = { subject: '', name: 'agent' };

/** Returns the text after the last `@` before the caret. Null if no mention is being typed. */
export function nameBegun(text: string, caret: number): { from: number; name: string } | null {
  const found = /(?:^|[\s(])@([\p{L}\p{N}'.-]*(?: [\p{L}\p{N}'.-]*)?)$/u.exec(text.slice(0, caret));
  return found ? { from: caret - found[1]!.length - 1, name: found[1]! } : null;
}

/** Returns mention candidates: the agent and members first, then other people of the directory. */
export function useNamed(begun: string | null, members: Person[]): Person[] {
  const [found, setFound] = useState<Person[]>([]);
  useEffect(() => {
    if (begun === null) return setFound([]);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      get<Listing<Person>>(`/api/people${query({ q: begun.trim(), limit: '10' })}`, stop.signal).then((people) => setFound(people.items), () => {});
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [begun]);
  if (begun === null) return [];
  const wanted = begun.trim().toLowerCase();
  const fits = (person: Person): boolean =>
    person.name
      .toLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(wanted)) || person.name.toLowerCase().startsWith(wanted);
  const here = [agent, ...members.filter((member) => !isMe(member.subject))].filter(fits);
  const others = found.filter((person) => fits(person) && !isMe(person.subject) && !members.some((member) => member.subject === person.subject));
  return [...here, ...others].slice(0, mostShown);
}

interface Props {
  id?: string;
  people: Person[];
  at: number;
  members: Person[];
  onTake: (person: Person) => void;
}

export function MentionPicker({ id = 'named', people, at, members, onTake }: Props) {
  return (
    <ul id={id} role="listbox" aria-label={t('People to name')} class="options mention-options" hidden={people.length === 0}>
      {people.map((person, index) => (
        <li
          key={person.subject}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(person);
          }}
        >
          {person === agent ? <AgentMark /> : <Avatar person={person} small />}
          <span>{person.name}</span>
          {person !== agent && !members.some((member) => member.subject === person.subject) && <span class="faint">{t('not in this thread')}</span>}
        </li>
      ))}
    </ul>
  );
}
