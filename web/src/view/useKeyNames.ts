import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { post } from '../api/http';
import type { Cell, Column } from '../api/shapes';

/** The names by column and key. */
export type KeyNames = Map<number, Map<string, string>>;

/** The most keys of one request, and of one column. */
const [atOnce, most] = [200, 1000];
const mostColumns = 4;

/** The names already asked for, by block. Each shown result asks once while its page is open. */
const asked = new Map<string, KeyNames>();

const nothing: KeyNames = new Map();

/** Returns the distinct keys of a column, in their order. */
export const keysOf = (rows: Cell[][], column: number): string[] =>
  [...new Set(rows.flatMap((row) => (row[column] === null || row[column] === undefined ? [] : [String(row[column])])))].slice(0, most);

async function namesOf(block: string, column: number, keys: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let from = 0; from < keys.length; from += atOnce) {
    const { names } = await post<{ names: Record<string, string> }>(`/api/blocks/${block}/names`, { column, keys: keys.slice(from, from + atOnce) });
    for (const [key, name] of Object.entries(names)) found.set(key, name);
  }
  return found;
}

/**
 * Returns the names that the foreign keys of a table stand for. They are queried with the viewer's own access once the table is on the screen.
 * Keys whose names the viewer may not read have none.
 */
export function useKeyNames(box: RefObject<HTMLElement | null>, block: string, columns: Column[], rows: Cell[][]): KeyNames {
  const [names, setNames] = useState(() => asked.get(block) ?? nothing);
  useEffect(() => {
    const keyed = columns.flatMap((column, at) => (column.refers ? [at] : [])).slice(0, mostColumns);
    if (!keyed.length || !rows.length || asked.has(block) || !box.current) return;
    const ask = async (): Promise<void> => {
      const found: KeyNames = new Map();
      asked.set(block, found);
      // The values are shown in any case, so a failure needs no words.
      for (const at of keyed) found.set(at, await namesOf(block, at, keysOf(rows, at)).catch(() => new Map<string, string>()));
      setNames(found);
    };
    const near = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      near.disconnect();
      void ask();
    });
    near.observe(box.current);
    return () => near.disconnect();
  }, [block, rows]);
  return names;
}
