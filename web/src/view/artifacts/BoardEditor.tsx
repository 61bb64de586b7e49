import { useRef, useState } from 'preact/hooks';
import type { Person } from '../../api/shapes';
import { isAimedAt } from '../../artifacts/aim';
import { liveItems } from '../../artifacts/fold';
import { columnOf, columnsOf, fieldsOf, moving, nameOfItem, settingState, titleField } from '../../artifacts/items';
import { valueText } from '../../artifacts/plain';
import type { Item } from '../../artifacts/shapes';
import { announce } from '../../state/announcer';
import { plural, t } from '../../words/say';
import { Icon } from '../Icon';
import { PopMenu, type Act } from '../PopMenu';
import type { EditorProps } from './ArtifactView';
import { Cell } from './Cell';
import { Comments, countOf } from './Comments';
import { dragging, useDrop } from './drag';
import { Here } from './Here';
import { AddItem, EditedBy } from './ListEditor';
import { peopleFor } from './people';

const focusCard = (id: string): void => void requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-item="${id}"]`)?.focus());

/** A board with columns of cards. A card is moved by drag and drop, by its menu, or with Alt and an arrow key. */
export function BoardEditor({ live, artifact }: EditorProps) {
  const people = peopleFor(artifact);
  const all = liveItems(artifact);
  return (
    <div class="board" tabIndex={0} role="group" aria-label={t('Columns of {title}', { title: artifact.title })}>
      {columnsOf(artifact).map((column) => (
        <Column
          key={column}
          live={live}
          artifact={artifact}
          column={column}
          items={all.filter((item) => columnOf(artifact, item) === column)}
          people={people}
        />
      ))}
    </div>
  );
}

interface ColumnProps extends EditorProps {
  column: string;
  items: Item[];
  people: Person[];
}

const shownName = (column: string): string => column.charAt(0).toUpperCase() + column.slice(1);

function Column({ live, artifact, column, items, people }: ColumnProps) {
  const box = useRef<HTMLElement>(null);
  const drop = useDrop(box, (id) => {
    const moved = artifact.items.find((one) => one.id === id);
    if (moved) live.do(...moving(artifact, moved, undefined, column));
  });
  return (
    <section ref={box} class="column" data-column={column} aria-label={shownName(column)} {...drop}>
      <h2 class="column-name">{shownName(column)} <span class="faint">{items.length}</span></h2>
      <ul>{items.map((item) => <Card key={item.id} live={live} artifact={artifact} item={item} column={column} items={items} people={people} />)}</ul>
      <AddItem live={live} artifact={artifact} state={column} />
    </section>
  );
}

function Card({ live, artifact, item, column, items, people }: ColumnProps & { item: Item }) {
  const [open, setOpen] = useState(() => isAimedAt(item.comments));
  const [writing, setWriting] = useState(false);
  const box = useRef<HTMLLIElement>(null);
  const name = nameOfItem(artifact, item);
  const columns = columnsOf(artifact);
  const title = titleField(artifact);
  const details = fieldsOf(artifact).filter((field) => field.id !== title?.id);
  const filled = details.filter((field) => item.locked?.includes(field.id) || (item.values[field.id] ?? null) !== null);
  const comments = countOf(item.comments);
  const at = items.findIndex((one) => one.id === item.id);
  const toColumn = (to: string | undefined): void => {
    if (!to || to === column) return;
    live.do(...settingState(item, to));
    announce(t('Moved to {column}.', { column: shownName(to) }));
    focusCard(item.id);
  };
  const by = (step: number): void => {
    const rest = items.filter((one) => one.id !== item.id);
    if (at + step < 0 || at + step > rest.length) return;
    live.do(...moving(artifact, item, rest[at + step]));
    announce(t('Moved to place {place} of {all}.', { place: at + step + 1, all: items.length }));
    focusCard(item.id);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.altKey) {
      const moves: Record<string, () => void> = {
        ArrowUp: () => by(-1),
        ArrowDown: () => by(1),
        ArrowLeft: () => toColumn(columns[columns.indexOf(column) - 1]),
        ArrowRight: () => toColumn(columns[columns.indexOf(column) + 1]),
      };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      return move();
    }
    if (event.target !== box.current) return;
    if (event.key === 'Enter') setOpen(!open);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = items[at + (event.key === 'ArrowDown' ? 1 : -1)];
      if (next) focusCard(next.id);
    } else return;
    event.preventDefault();
  };
  // A title that is not being written passes the pointer through, so that the card can be dragged by it.
  const write = (event: MouseEvent): void => {
    const [pressed, cell] = [event.target as Element, event.currentTarget as Element];
    if (!pressed.closest('textarea, button, a')) cell.querySelector('textarea')?.focus();
  };
  const drop = useDrop(box, (id) => {
    const moved = artifact.items.find((one) => one.id === id);
    if (moved && moved.id !== item.id) live.do(...moving(artifact, moved, item, column));
  });
  const erase = (): void => {
    const next = items[at + 1] ?? items[at - 1];
    live.do({ op: 'del', item: item.id });
    announce(t('{name} deleted. Undo brings it back.', { name }));
    if (next) focusCard(next.id);
    else requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-column="${CSS.escape(column)}"] .item-new textarea`)?.focus());
  };
  const acts = (): Act[] => [
    ...columns.filter((one) => one !== column).map((one) => ({ name: t('Move to {column}', { column: shownName(one) }), act: () => toColumn(one) })),
    ...(at > 0 ? [{ name: t('Move up'), act: () => by(-1) }] : []),
    ...(at < items.length - 1 ? [{ name: t('Move down'), act: () => by(1) }] : []),
    { name: open ? t('Close details') : t('Details and comments'), icon: 'talk', act: () => setOpen(!open) },
    { name: t('Delete'), icon: 'trash', act: erase },
  ];
  return (
    <li
      ref={box}
      class="card"
      data-item={item.id}
      tabIndex={-1}
      aria-label={name}
      draggable={!open && !writing}
      onKeyDown={keys}
      {...drop}
      {...dragging(item.id)}
    >
      <div class="card-top">
        <span class="drag" draggable>
          <PopMenu
            kind="grip"
            icon="grip"
            label={t('Move {name}', { name })}
            of={t('Move {name}', { name })}
            title={t('Drag, or press for where to move it (Alt and arrows)')}
            acts={acts}
          />
        </span>
        <div class="cell-title" onClick={write} onFocusIn={() => setWriting(true)} onFocusOut={() => setWriting(false)}>
          {title ? <Cell live={live} item={item} field={title} of={name} people={people} /> : name}
        </div>
        <button
          type="button"
          class="quiet icon-only"
          aria-expanded={open}
          aria-label={
            comments ? plural('Details of {name}, {n} comment', 'Details of {name}, {n} comments', comments, { name }) : t('Details of {name}', { name })
          }
          title={t('Details and comments')}
          onClick={() => setOpen(!open)}
        >
          {comments > 0 ? comments : <Icon name="down" />}
        </button>
      </div>
      {!open && filled.length > 0 && (
        <dl class="card-facts">
          {filled.map((field) => (
            <div key={field.id}>
              <dt>{field.name}</dt>
              <dd>{valueText(item, field, people)}</dd>
            </div>
          ))}
        </dl>
      )}
      {!open && <Here live={live} item={item.id} except={title?.id ?? ''} />}
      {open && (
        <div class="card-more">
          {details.map((field) => <Cell key={field.id} live={live} item={item} field={field} of={name} people={people} />)}
          <Comments live={live} target={{ item: item.id }} comments={item.comments} of={name} />
        </div>
      )}
      <EditedBy item={item} />
    </li>
  );
}
