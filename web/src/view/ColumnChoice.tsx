import { useRef } from 'preact/hooks';
import type { Column } from '../api/shapes';
import { headingOf } from '../text/columns';
import { t } from '../words/say';
import { useAway } from './useAway';

interface Props {
  columns: Column[];
  places: number[];
  hidden: Set<number>;
  onChange: (hidden: Set<number>) => void;
}

/** The choice of displayed columns of a wide table. At least one is always displayed. */
export function ColumnChoice({ columns, places, hidden, onChange }: Props) {
  const box = useRef<HTMLDetailsElement>(null);
  useAway(box, true, () => {
    if (box.current) box.current.open = false;
  });
  const toggle = (at: number): void => {
    const next = new Set(hidden);
    if (!next.delete(at)) next.add(at);
    if (next.size < columns.length) onChange(next);
  };
  const closed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !box.current?.open) return;
    event.stopPropagation();
    box.current.open = false;
    box.current.querySelector('summary')?.focus();
  };
  return (
    <details ref={box} class="column-choice" onKeyDown={closed}>
      <summary class="quiet">
        {hidden.size > 0 ? t('Columns ({shown} of {all})', { shown: columns.length - hidden.size, all: columns.length }) : t('Columns')}
      </summary>
      <fieldset>
        <legend class="unseen">{t('Columns that are shown')}</legend>
        {places.map((at) => (
          <label key={at} class="check">
            <input type="checkbox" checked={!hidden.has(at)} onChange={() => toggle(at)} />
            {headingOf(columns[at]!)}
          </label>
        ))}
        {hidden.size > 0 && <button type="button" class="linklike" onClick={() => onChange(new Set())}>{t('Show all')}</button>}
      </fieldset>
    </details>
  );
}
