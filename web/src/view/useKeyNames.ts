import { useState } from 'preact/hooks';
import { post } from '../api/http';
import type { Cell, Column } from '../api/shapes';
import { noticeFailure } from '../state/notices';

/** The names by column and key. */
export type KeyNames = Map<number, Map<string, string>>;

/** The most keys of one request, and of one column. */
const [atOnce, most] = [200, 1000];
const mostColumns = 4;

const nothing: KeyNames = new Map();

/** Returns the distinct keys of a column, in their order. */
export const keysOf = (rows: Cell[][], column: number): string[] =>
  [...new Set(rows.flatMap((row) => (row[column] === null || row[column] === undefined ? [] : [String(row[column])])))].slice(0, most);

async function namesOf(block: string, column: number, name: string, keys: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let from = 0; from < keys.length; from += atOnce) {
    const { names } = await post<{ names: Record<string, string> }>(`/api/blocks/${block}/names`, { column, name, keys: keys.slice(from, from + atOnce) });
    for (const [key, named] of Object.entries(names)) found.set(key, named);
  }
  return found;
}

async function allNames(block: string, columns: Column[], rows: Cell[][], keyed: number[]): Promise<KeyNames> {
  const found: KeyNames = new Map();
  for (const at of keyed) found.set(at, await namesOf(block, at, columns[at]!.name, keysOf(rows, at)));
  return found;
}

interface Shown {
  names: KeyNames;
  isShown: boolean;
  busy: boolean;
  /** Shows or hides the names. Null if no column is a key. */
  toggle: (() => Promise<void>) | null;
}

/**
 * Returns the names that the foreign keys of a table stand for. Each click asks for them with the viewer's present access: displaying a table sends
 * no query. Keys whose names the viewer may not read have none.
 */
export function useKeyNames(block: string, columns: Column[], rows: Cell[][]): Shown {
  const [names, setNames] = useState<KeyNames | null>(null);
  const [busy, setBusy] = useState(false);
  const keyed = columns.flatMap((column, at) => (column.refers ? [at] : [])).slice(0, mostColumns);
  const toggle = async (): Promise<void> => {
    if (names) return setNames(null);
    setBusy(true);
    try {
      setNames(await allNames(block, columns, rows, keyed));
    } catch (failure) {
      noticeFailure(failure);
    } finally {
      setBusy(false);
    }
  };
  return { names: names ?? nothing, isShown: names !== null, busy, toggle: keyed.length && rows.length ? toggle : null };
}
