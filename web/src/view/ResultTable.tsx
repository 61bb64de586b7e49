import { useMemo, useState } from 'preact/hooks';
import type { Cell, Column } from '../api/shapes';
import { compare, count, isNumber, show } from '../text/cells';
import { headingOf } from '../text/columns';
import { t } from '../words/say';
import type { KeyNames } from './useKeyNames';

const firstRows = 50;
const moreRows = 300;
const nearEnd = 800;
const longText = 20;

interface Props {
  columns: Column[];
  rows: Cell[][];
  name: string;
  /** The indexes of the displayed columns, in order. */
  places: number[];
  /** The names that the keys of a column stand for, by column and key. */
  names?: KeyNames;
}

type Order = { column: number; down: boolean } | null;

export function ResultTable({ columns, rows, name, places, names }: Props) {
  const [order, setOrder] = useState<Order>(null);
  const [most, setMost] = useState(firstRows);
  const sorted = useMemo(() => {
    if (!order) return rows;
    const column = columns[order.column]!;
    return [...rows].sort((a, b) => compare(a[order.column], b[order.column], column) * (order.down ? -1 : 1));
  }, [rows, columns, order]);
  // The column is as wide as its longer texts need, not as narrow as its longest word.
  const long = useMemo(() => columns.map((_, at) => rows.some((row) => String(row[at] ?? '').length > longText)), [rows, columns]);
  const shown = sorted.slice(0, most);
  // The page renders only the rows that were scrolled to.
  const scrolled = (event: { currentTarget: HTMLElement }): void => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    if (most > firstRows && most < rows.length && scrollHeight - scrollTop - clientHeight < nearEnd) setMost(most + moreRows);
  };
  const sort = (column: number): void =>
    setOrder(
      order?.column !== column
        ? { column, down: isNumber(columns[column]!) }
        : order.down === isNumber(columns[column]!)
          ? { column, down: !order.down }
          : null,
    );
  const state = (column: number): 'ascending' | 'descending' | 'none' => (order?.column !== column ? 'none' : order.down ? 'descending' : 'ascending');
  if (rows.length === 0) return <p class="no-rows">{t('No rows that you may see match.')}</p>;
  return (
    <>
      <div class="table-box tall" tabIndex={0} role="group" aria-label={name} onScroll={scrolled}>
        <table class="grid" aria-rowcount={rows.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              {places.map((at) => (
                <th key={at} scope="col" class={isNumber(columns[at]!) && !names?.get(at)?.size ? 'number' : ''} aria-sort={state(at)}>
                  <button type="button" class="sort" onClick={() => sort(at)}>
                    {headingOf(columns[at]!)}
                    <span class="arrow" aria-hidden="true">
                      {state(at) === 'ascending' ? '↑' : state(at) === 'descending' ? '↓' : ''}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <tr key={index} aria-rowindex={index + 2}>
                {places.map((at) => (
                  <Shown key={at} cell={row[at]} column={columns[at]!} long={long[at]!} names={names?.get(at)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {most === firstRows && rows.length > firstRows && (
        <p class="more-rows">
          <button type="button" class="linklike" onClick={() => setMost(moreRows)}>
            {t('Show all {n} rows', { n: count(rows.length) })}
          </button>
        </p>
      )}
    </>
  );
}

const isShort = /^(date|time|boolean)$/;

/** A cell. A date shows the source's original text on hover. */
function Shown({ cell, column, long, names }: { cell: Cell | undefined; column: Column; long: boolean; names: Map<string, string> | undefined }) {
  const shown = show(cell, column);
  const name = names?.get(String(cell));
  if (name) return <td class="plain"><bdi>{name}</bdi> <span class="faint">{shown}</span></td>;
  const kind = isNumber(column) ? 'number' : isShort.test(column.kind) ? 'short' : long ? 'long' : 'plain';
  return <td class={kind} title={kind === 'short' && typeof cell === 'string' && cell !== shown ? cell : undefined}>{shown}</td>;
}
