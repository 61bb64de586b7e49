import { useId, useMemo, useRef, useState } from 'preact/hooks';
import type { Mention, Person } from '../../api/shapes';
import type { LiveArtifact } from '../../artifacts/live';
import { newId } from '../../artifacts/order';
import type { Artifact, ItemComment, Target } from '../../artifacts/shapes';
import { isMe } from '../../state/session';
import { byName, namedIn } from '../../text/mentions';
import { listTime, wholeTime } from '../../text/time';
import { plural, t } from '../../words/say';
import { Avatar } from '../Avatar';
import { Icon } from '../Icon';
import { Markdown } from '../Markdown';
import { agent, MentionPicker, nameBegun, useNamed } from '../MentionPicker';
import { readersOf } from './people';

interface Props {
  live: LiveArtifact;
  target: Target;
  comments: ItemComment[];
  of: string;
}

export const countOf = (comments: ItemComment[] | undefined): number => (comments ?? []).filter((one) => !one.deleted).length;

/** The comments on an item or a block. */
export function Comments({ live, target, comments, of }: Props) {
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState<Mention[]>([]);
  const [at, setAt] = useState(0);
  const [closed, setClosed] = useState<number | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useId();
  const artifact = live.shown.value;
  const members = artifact ? readersOf(artifact) : [];
  const begun = nameBegun(text, caret);
  const offered = useNamed(begun && begun.from !== closed ? begun.name : null, members).filter((one) => one !== agent);
  const place = Math.min(at, offered.length - 1);
  const named = namedIn(text, [...chosen, ...byName(members.filter((one) => !isMe(one.subject)), chosen)]);
  const say = (event: Event): void => {
    event.preventDefault();
    const said = text.trim();
    if (!said) return;
    const mentions = namedIn(said, named).map(({ subject, as }) => ({ subject, as }));
    live.do({ op: 'comment', target, comment: newId('c'), text: said, ...(mentions.length ? { mentions } : {}) });
    setText('');
    setChosen([]);
  };
  const take = (person: Person): void => {
    if (!begun || !field.current) return;
    const twin = chosen.some((one) => one.as === `@${person.name}` && one.subject !== person.subject);
    const as = twin ? `@${person.name} (${chosen.length + 1})` : `@${person.name}`;
    setChosen([...chosen.filter((one) => one.as !== as), { ...person, as }]);
    field.current.setRangeText(`${as} `, begun.from, caret, 'end');
    setText(field.current.value);
    setCaret(field.current.selectionStart);
    setClosed(begun.from);
  };
  const choosing = (event: KeyboardEvent): boolean => {
    if (!offered.length) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setAt((place + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
    else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && !event.isComposing) take(offered[place]!);
    else if (event.key === 'Escape') setClosed(begun?.from ?? null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const pressed = (event: KeyboardEvent): void => {
    if (choosing(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) say(event);
    // Escape must not close the panel while it contains a draft.
    if (event.key === 'Escape' && text) event.stopPropagation();
  };
  return (
    <section class="comments" aria-label={t('Comments on {name}', { name: of })}>
      <ul>
        {comments.map((one) => (
          <li key={one.id} data-comment={one.id}>
            <Avatar person={one.by} small />
            <div class="comment-said">
              <p class="comment-who"><b>{one.by.name}</b> <time dateTime={one.at} title={wholeTime(one.at)}>{listTime(one.at)}</time></p>
              {one.deleted ? <p class="faint">{t('Deleted by its author')}</p> : <Said comment={one} />}
            </div>
            {!one.deleted && isMe(one.by.subject) && (
              <button
                type="button"
                class="quiet icon-only"
                aria-label={t('Delete this comment')}
                title={t('Delete')}
                onClick={() => live.do({ op: 'delComment', comment: one.id })}
              >
                <Icon name="trash" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {artifact && <Untold artifact={artifact} named={named} members={members} />}
      <form class="comment-new" onSubmit={say}>
        <MentionPicker id={picker} people={offered} at={place} members={members} onTake={take} />
        <textarea
          ref={field}
          class="input"
          rows={1}
          maxLength={4_000}
          aria-label={t('Comment on {name}', { name: of })}
          placeholder={t('Comment')}
          value={text}
          aria-autocomplete="list"
          aria-controls={picker}
          aria-activedescendant={offered.length > 0 ? `${picker}-${place}` : undefined}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setCaret(event.currentTarget.selectionStart);
            setAt(0);
            setClosed(null);
          }}
          onKeyDown={pressed}
          onBlur={() => setClosed(begun?.from ?? null)}
        />
        <button type="submit" class="button small" disabled={!text.trim()}>{t('Comment')}</button>
      </form>
    </section>
  );
}

function Said({ comment }: { comment: ItemComment }) {
  const mentions = useMemo(() => comment.mentions?.map(({ subject, as }) => ({ subject, as, name: as.slice(1) })), [comment.mentions]);
  return <Markdown text={comment.text} mentions={mentions} />;
}

/** Mentioned people who are not told, because they cannot open the artifact. A mention never gives them access. */
function Untold({ artifact, named, members }: { artifact: Artifact; named: Mention[]; members: Person[] }) {
  const missing = named.filter((one) => !members.some((member) => member.subject === one.subject));
  if (!missing.length && (artifact.state === 'published' || !named.length)) return null;
  const names = missing.map((one) => one.name).join(', ');
  return (
    <p class="not-here" role="status">
      {artifact.state === 'draft'
        ? t('Only you see this draft, so nobody is told.')
        : plural(
            '{names} is not in its thread and does not see this comment.',
            '{names} are not in its thread and do not see this comment.',
            missing.length,
            { names },
          )}
    </p>
  );
}
