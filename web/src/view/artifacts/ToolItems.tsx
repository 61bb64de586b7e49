import { useState } from 'preact/hooks';
import { liveItems } from '../../artifacts/fold';
import { columnOf, nameOfItem } from '../../artifacts/items';
import { valueText } from '../../artifacts/plain';
import type { Item } from '../../artifacts/shapes';
import { shownFields } from '../../artifacts/toolRows';
import { announce } from '../../state/announcer';
import { overlay } from '../../state/overlay';
import { t, type Text } from '../../words/say';
import { Icon } from '../Icon';
import { ActDialog } from './ActDialog';
import { Cell } from './Cell';
import { peopleFor } from './people';
import type { PartProps } from './ToolPart';

const atOnce = 100;

/** The shared items as an editable list or a read-only table. Buttons run the act that the author declared. */
export function ItemsPart(props: PartProps) {
  const { live, artifact, block } = props;
  const [most, setMost] = useState(atOnce);
  const items = liveItems(artifact);
  const fields = shownFields(artifact, block);
  const people = peopleFor(artifact);
  const action = block.action?.op === 'add' ? undefined : block.action;
  if (!items.length) return <p class="hint">{t('No items yet.')}</p>;
  if (!fields.length) return <p class="hint">{t('The fields of this part were deleted.')}</p>;
  return (
    <div class="table-box tool-items" tabIndex={0} role="group" aria-label={block.title || t('Items')}>
      <table>
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field.id} scope="col">
                {field.name}
                {field.currency ? ` (${field.currency})` : ''}
              </th>
            ))}
            {action && (
              <th scope="col">
                <span class="unseen">{t('Action')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {items.slice(0, most).map((item) => (
            <tr key={item.id} data-item={item.id}>
              {fields.map((field) => (
                <td key={field.id}>
                  {block.type === 'list' ? <Cell live={live} item={item} field={field} of={nameOfItem(artifact, item)} people={people} />
                    : item.locked?.includes(field.id) ? <span class="cell-locked"><Icon name="lock" />{t('Locked')}</span> : valueText(item, field, people)}
                </td>
              ))}
              {action && <td class="tool-act"><ItemAct {...props} item={item} /></td>}
            </tr>
          ))}
        </tbody>
      </table>
      {items.length > most && (
        <p>
          <button type="button" class="linklike" onClick={() => setMost(most + 1_000)}>
            {t('Show {n} more', { n: items.length - most })}
          </button>
        </p>
      )}
    </div>
  );
}

const usual = { set: 'Set', move: 'Move', call: 'Change', add: 'Add' } as const satisfies Record<string, Text>;

function ItemAct({ live, artifact, block, item }: PartProps & { item: Item }) {
  const action = block.action!;
  const name = nameOfItem(artifact, item);
  const label = action.label || (action.op === 'move' && action.state ? action.state : t(usual[action.op]));
  const isDone =
    (action.op === 'set' && action.field !== undefined && (item.values[action.field] ?? null) === (action.value ?? null)) ||
    (action.op === 'move' && columnOf(artifact, item) === action.state);
  const act = (): void => {
    if (action.op === 'call')
      return void (overlay.value = { kind: 'own', view: () => <ActDialog live={live} block={block} item={item.id} label={`${label}: ${name}`} /> });
    if (action.op === 'set' && action.field) live.do({ op: 'set', item: item.id, field: action.field, value: action.value ?? null });
    if (action.op === 'move' && action.state) live.do({ op: 'move', item: item.id, order: item.order, state: action.state });
    announce(`${label}: ${name}.`);
  };
  // Not disabled, so that it keeps the focus after the last act.
  return (
    <button type="button" class="button small" aria-disabled={isDone} aria-label={`${label}: ${name}`} onClick={() => !isDone && act()}>
      {isDone ? (
        <>
          <Icon name="check" />
          {label}
        </>
      ) : (
        label
      )}
    </button>
  );
}
