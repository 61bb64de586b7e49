import { useMemo, useState } from 'preact/hooks';
import type { Cell, Column } from '../api/shapes';
import { compare, heading, isNumber, show } from '../text/cells';

const firstRows = 50;
const longText = 20;

interface Props {
  columns: Column[];
  rows: Cell[][];
  name: string;
}

type Order = { column: number; down: boolean } | null;

export function ResultTable({ columns, rows, name }: Props) {
  const [order, setOrder] = useState<Order>(null);
  const [all, setAll] = useState(false);
  const sorted = useMemo(() => {
    if (!order) return rows;
    const column = columns[order.column]!;
    return [...rows].sort((a, b) => compare(a[order.column], b[order.column], column) * (order.down ? -1 : 1));
  }, [rows, columns, order]);
  // Its column is as wide as its longer texts need, not as its longest word.
  const long = useMemo(() => columns.map((_, at) => rows.some((row) => String(row[at] ?? '').length > longText)), [rows, columns]);
  const shown = all ? sorted : sorted.slice(0, firstRows);
  const sort = (column: number): void => setOrder(order?.column !== column ? { column, down: isNumber(columns[column]!) } : order.down === isNumber(columns[column]!) ? { column, down: !order.down } : null);
  const state = (column: number): 'ascending' | 'descending' | 'none' => (order?.column !== column ? 'none' : order.down ? 'descending' : 'ascending');
  if (rows.length === 0) return <p class="no-rows">No rows that you may see match.</p>;
  return (
    <>
      <div class="table-box tall" tabIndex={0} role="group" aria-label={name}>
        <table class="grid">
          <thead>
            <tr>
              {columns.map((column, at) => (
                <th key={column.name} scope="col" class={isNumber(column) ? 'number' : ''} aria-sort={state(at)}>
                  <button type="button" class="sort" onClick={() => sort(at)}>{heading(column.name)}<span class="arrow" aria-hidden="true">{state(at) === 'ascending' ? '↑' : state(at) === 'descending' ? '↓' : ''}</span></button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <tr key={index}>{columns.map((column, at) => <td key={column.name} class={isNumber(column) ? 'number' : /^(date|time|boolean)$/.test(column.kind) ? 'short' : long[at] ? 'long' : 'plain'}>{show(row[at], column)}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < rows.length && <p class="more-rows"><button type="button" class="linklike" onClick={() => setAll(true)}>Show all {rows.length.toLocaleString()} rows</button></p>}
    </>
  );
}
