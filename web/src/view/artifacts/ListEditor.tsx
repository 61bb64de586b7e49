import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Person } from '../../api/shapes';
import { aimOf, isAimedAt } from '../../artifacts/aim';
import { liveItems } from '../../artifacts/fold';
import { withoutHidden } from '../../artifacts/hidden';
import { adding, addingMany, columnsOf, fieldsOf, isDone, moving, movingBy, nameOfItem, settingState, titleField } from '../../artifacts/items';
import type { Item } from '../../artifacts/shapes';
import { announce } from '../../state/announcer';
import { momentOf } from '../../text/time';
import { plural, rich, t, type Text } from '../../words/say';
import { Icon } from '../Icon';
import { PopMenu, type Act } from '../PopMenu';
import type { EditorProps } from './ArtifactView';
import { Cell } from './Cell';
import { Comments, countOf } from './Comments';
import { dragging, useDrop } from './drag';
import { peopleFor } from './people';

const firstShown = 100;
/** The number of rows added per idle callback, until all are in the page and can be found. */
const moreShown = 100;
const mostShown = 2_000;

type Shown = 'all' | 'open' | 'done';
const names: Record<Shown, Text> = { all: 'All', open: 'Open', done: 'state|Done' };

/** Returns the place of the item that the address names. */
const aimedPlace = (all: Item[]): number => {
  const aim = aimOf(location.hash);
  return aim ? all.findIndex((one) => ('item' in aim ? one.id === aim.item : one.comments.some((each) => each.id === aim.comment))) : 0;
};

/** Focuses the title of an item, after Enter or for a new item. */
export const focusTitle = (item: string): void =>
  void requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-item="${item}"] .cell-title textarea, [data-item="${item}"] .cell-title input`)?.focus(),
  );
const focusRow = (item: string): void => void requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-item="${item}"] .grip`)?.focus());
const focusNew = (): void => void requestAnimationFrame(() => document.querySelector<HTMLElement>('.list-editor .item-new textarea')?.focus());
const whenIdle = (act: () => void): (() => void) => {
  const timer = setTimeout(act, 60);
  return () => clearTimeout(timer);
};

/** A list of rows with typed fields. Rows can be checked off, sorted and commented on. */
export function ListEditor({ live, artifact }: EditorProps) {
  const [shown, setShown] = useState<Shown>('all');
  const all = liveItems(artifact);
  const [most, setMost] = useState(() => firstShown + Math.max(0, aimedPlace(all)));
  const rows = shown === 'all' ? all : all.filter((item) => isDone(artifact, item) === (shown === 'done'));
  const known = peopleFor(artifact);
  const people = useMemo(() => known, [known.map((one) => one.subject + one.name).join('\n')]);
  const list = useRef(rows);
  list.current = rows;
  const isLong = rows.length > most && most < mostShown;
  useEffect(() => (isLong ? whenIdle(() => setMost(most + moreShown)) : undefined), [isLong, most]);
  const fields = fieldsOf(artifact);
  const done = all.filter((item) => isDone(artifact, item)).length;
  const gone = artifact.items.filter((item) => item.deleted);
  return (
    <div class="list-editor">
      <div class="list-tools">
        <fieldset class="segmented slim">
          <legend class="unseen">{t('Which are shown')}</legend>
          {(Object.keys(names) as Shown[]).map((one) => (
            <label key={one}>
              <input type="radio" name={`shown-${artifact.id}`} checked={shown === one} onChange={() => setShown(one)} />
              <span>{t(names[one])}</span>
            </label>
          ))}
        </fieldset>
        <p class="hint" role="status">{all.length === 0 ? t('Nothing in it yet') : t('{done} of {all} done', { done, all: all.length })}</p>
      </div>
      <div class={`list-rows${rows.length > firstShown ? ' long' : ''}`} style={{ '--columns': String(fields.length) }}>
        {all.length > 0 && (
          <div class="list-names" aria-hidden="true">
            <span />
            {fields.map((field) => (
              <span key={field.id} class={`name-${field.type}${field.id === titleField(artifact)?.id ? ' wide' : ''}`}>
                {field.name}
                {field.currency ? ` (${field.currency})` : ''}
              </span>
            ))}
            <span />
          </div>
        )}
        <ul aria-label={artifact.title}>
          {rows.slice(0, most).map((item) => (
            <Kept key={item.id} live={live} artifact={artifact} item={item} list={list} people={people} />
          ))}
        </ul>
      </div>
      {rows.length > most && most >= mostShown && (
        <p>
          <button type="button" class="linklike" onClick={() => setMost(most + mostShown)}>
            {t('Show {n} more', { n: rows.length - most })}
          </button>
        </p>
      )}
      <AddItem live={live} artifact={artifact} />
      {gone.length > 0 && (
        <details class="deleted">
          <summary>{t('Deleted ({n})', { n: gone.length })}</summary>
          <ul>
            {gone.slice(0, firstShown).map((item) => (
              <li key={item.id}>
                <span>{nameOfItem(artifact, item)}</span> <span class="faint">{t('by {name}', { name: item.changedBy.name })}</span>{' '}
                <button type="button" class="linklike" onClick={() => live.do({ op: 'restore', item: item.id })}>
                  {t('Restore')}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

interface RowProps extends EditorProps {
  item: Item;
  /** All displayed items in their current order. */
  list: RefObject<Item[]>;
  people: Person[];
}

/** A memoized row: an edit in a long list renders one row. */
function Kept(props: RowProps) {
  const { live, artifact, item, people, list } = props;
  return useMemo(() => <Row {...props} />, [live, item, artifact.definition, artifact.title, people, list]);
}

function Row({ live, artifact, item, list, people }: RowProps) {
  const [talk, setTalk] = useState(() => isAimedAt(item.comments));
  const row = useRef<HTMLLIElement>(null);
  const now = (): EditorProps['artifact'] => live.shown.peek() ?? artifact;
  const name = nameOfItem(artifact, item);
  const done = isDone(artifact, item);
  const columns = columnsOf(artifact);
  const by = (step: number) => (): void => {
    const shown = list.current!;
    live.do(...movingBy(now(), item, shown, step));
    announce(
      t('Moved to place {place} of {all}.', {
        place: Math.max(1, Math.min(shown.length, shown.findIndex((one) => one.id === item.id) + step + 1)),
        all: shown.length,
      }),
    );
    focusRow(item.id);
  };
  const keys = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    by(event.key === 'ArrowUp' ? -1 : 1)();
  };
  const drop = useDrop(row, (dragged) => {
    const moved = now().items.find((one) => one.id === dragged);
    if (moved && moved.id !== item.id) live.do(...moving(now(), moved, item));
  });
  const erase = (): void => {
    const shown = list.current!;
    const next = shown[shown.findIndex((one) => one.id === item.id) + 1] ?? shown.at(-2);
    live.do({ op: 'del', item: item.id });
    announce(t('{name} deleted. Undo brings it back.', { name }));
    if (next && next.id !== item.id) focusRow(next.id);
    else focusNew();
  };
  const acts = (): Act[] => [
    ...moveActs(list.current!, item, by),
    { name: t('Comment'), icon: 'talk', act: () => setTalk(true) },
    { name: t('Delete'), icon: 'trash', act: erase },
  ];
  const comments = countOf(item.comments);
  const enter = (): void => {
    const { id, ops } = adding(now(), {}, { after: item });
    live.do(...ops);
    focusTitle(id);
  };
  return (
    <li ref={row} class={`item${done ? ' done' : ''}`} data-item={item.id} onKeyDown={keys} {...drop}>
      <div class="item-row">
        <span class="item-lead">
          <span class="drag" draggable {...dragging(item.id)}>
            <PopMenu
              kind="grip"
              icon="grip"
              label={t('Move {name}', { name })}
              of={t('Move {name}', { name })}
              title={t('Drag, or press for where to move it (Alt ↑ ↓)')}
              acts={() => moveActs(list.current!, item, by)}
            />
          </span>
          <input
            type="checkbox"
            aria-label={t('Done: {name}', { name })}
            checked={done}
            onChange={(event) => live.do(...settingState(item, event.currentTarget.checked ? columns.at(-1)! : columns[0]!))}
          />
        </span>
        {fieldsOf(artifact).map((field) => {
          const isTitle = field.id === titleField(artifact)?.id;
          return (
            <div key={field.id} class={isTitle ? 'cell-title' : 'cell-of'}>
              <Cell live={live} item={item} field={field} of={name} people={people} onEnter={isTitle ? enter : undefined} />
            </div>
          );
        })}
        <span class="item-end">
          <button
            type="button"
            class={`quiet${comments ? '' : ' icon-only faint-act'}`}
            aria-expanded={talk}
            aria-label={comments ? plural('{n} comment on {name}', '{n} comments on {name}', comments, { name }) : t('Comment on {name}', { name })}
            title={t('Comments')}
            onClick={() => setTalk(!talk)}
          >
            <Icon name="talk" />
            {comments > 0 && comments}
          </button>
          <PopMenu label={t('More for {name}', { name })} of={name} acts={acts} />
        </span>
      </div>
      <EditedBy item={item} />
      {talk && <Comments live={live} target={{ item: item.id }} comments={item.comments} of={name} />}
    </li>
  );
}

function moveActs(shown: Item[], item: Item, by: (step: number) => () => void): Act[] {
  const at = shown.findIndex((one) => one.id === item.id);
  return [
    ...(at > 0 ? [{ name: t('Move up'), act: by(-1) }, { name: t('Move to the top'), act: by(-at) }] : []),
    ...(at < shown.length - 1 ? [{ name: t('Move down'), act: by(1) }, { name: t('Move to the bottom'), act: by(shown.length - 1 - at) }] : []),
  ];
}

/** The author of the last edit, displayed on hover or focus. */
export function EditedBy({ item }: { item: Item }) {
  const edit = { name: item.changedBy.name, time: <time dateTime={item.changedAt}>{momentOf(item.changedAt)}</time> };
  return <p class="edited-by">{item.changedAt === item.at ? rich('Added by {name}, {time}', edit) : rich('Changed by {name}, {time}', edit)}</p>;
}

export function AddItem({ live, artifact, state }: EditorProps & { state?: string }) {
  const [text, setText] = useState('');
  const field = titleField(artifact);
  const label = state ? t('Add to {column}', { column: state }) : t('Add an item');
  const add = (event: Event): void => {
    event.preventDefault();
    // Each pasted line becomes an item.
    const lines = withoutHidden(text).split('\n').map((line) => line.trim()).filter(Boolean);
    if (!field || !lines.length) return;
    live.do(...addingMany(artifact, lines.map((line) => ({ [field.id]: line })), state));
    setText('');
  };
  if (!field)
    return <p class="hint">{t('Nothing can be added: it has no text field to name its items by. Add or restore one under “Fields…” in its menu.')}</p>;
  return (
    <form class="item-new" onSubmit={add}>
      <Icon name="plus" />
      <textarea
        class="bare-input"
        rows={1}
        maxLength={20_000}
        aria-label={label}
        placeholder={label}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && !event.shiftKey && !event.isComposing && add(event)}
      />
      {text.trim() && <button type="submit" class="button small">{t('Add')}</button>}
    </form>
  );
}

