import { useEffect, useRef, useState } from 'preact/hooks';
import { get, query, sentence } from '../api/http';
import type { Listing, Person } from '../api/shapes';
import { isMe } from '../state/session';
import { t } from '../words/say';
import { Avatar } from './Avatar';
import { Icon } from './Icon';

const pause = 150;

interface Props {
  chosen: Person[];
  onChange: (people: Person[]) => void;
  label: string;
}

/** A people picker with search. Arrow keys choose, Enter adds, Backspace removes. */
export function PeoplePicker({ chosen, onChange, label }: Props) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<Person[]>([]);
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      get<Listing<Person>>(`/api/people${query({ q: text.trim(), limit: '20' })}`, stop.signal)
        .then((people) => {
          setFound(people.items.filter((person) => !isMe(person.subject)));
          setAt(0);
          setProblem(null);
        })
        .catch((failure: unknown) => {
          if (!stop.signal.aborted) setProblem(sentence(failure));
        });
    }, text ? pause : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  const offered = found.filter((person) => !chosen.some((one) => one.subject === person.subject)).slice(0, 8);
  const take = (person: Person): void => {
    onChange([...chosen, person]);
    setText('');
    setOpen(false);
    input.current?.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    const current = offered[at];
    if (event.key === 'Enter' && open && text && current) take(current);
    else if (event.key === 'Escape' && open) setOpen(false);
    else if (event.key === 'Backspace' && !text && chosen.length) onChange(chosen.slice(0, -1));
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setAt(open ? Math.min(Math.max(at + (event.key === 'ArrowDown' ? 1 : -1), 0), offered.length - 1) : 0);
      setOpen(true);
    } else return;
    event.preventDefault();
  };
  return (
    <div class="picker">
      <label class="field-label" for="people">{label}</label>
      <div class="picker-box" onClick={() => input.current?.focus()}>
        {chosen.map((person) => (
          <span key={person.subject} class="chip">
            <Avatar person={person} small />{person.name}
            <button
              type="button"
              class="quiet icon-only"
              aria-label={t('Remove {name}', { name: person.name })}
              onClick={() => onChange(chosen.filter((one) => one !== person))}
            >
              <Icon name="close" />
            </button>
          </span>
        ))}
        <input
          ref={input} id="people" data-first role="combobox" aria-expanded={open && offered.length > 0} aria-controls="people-found" aria-autocomplete="list"
          aria-activedescendant={open && offered[at] ? `person-${at}` : undefined} autoComplete="off" placeholder={chosen.length ? '' : t('Type a name')}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setOpen(true);
          }}
          onClick={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={pressed}
        />
      </div>
      <ul id="people-found" role="listbox" aria-label={t('People')} class="options" hidden={!open || offered.length === 0}>
        {offered.map((person, index) => (
          <li
            key={person.subject}
            id={`person-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => {
              event.preventDefault();
              take(person);
            }}
          >
            <Avatar person={person} small />{person.name}
          </li>
        ))}
      </ul>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
    </div>
  );
}
