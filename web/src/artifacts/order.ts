import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

interface Ordered {
  id: string;
  order?: string;
}

/** The maximum length of a key. A longer one results from many insertions at one place; then all keys are regenerated. */
const longestKey = 64;

/** The result of an insertion: its key, and new keys of the others if there was no room between the old ones. */
export interface Placed {
  order: string;
  others: Array<{ id: string; order: string }>;
}

/** Inserts at an index into the others, which are sorted and do not contain the thing. */
export function placeAt(others: Ordered[], index: number): Placed {
  const at = Math.max(0, Math.min(index, others.length));
  const [before, after] = [others[at - 1]?.order ?? null, others[at]?.order ?? null];
  try {
    const order = generateKeyBetween(before, after);
    if (order.length <= longestKey) return { order, others: [] };
  } catch {
    // Two keys are equal, or a key is not from this library.
  }
  const keys = generateNKeysBetween(null, null, others.length + 1);
  return {
    order: keys[at]!,
    others: others
      .map((one, place) => ({ id: one.id, order: keys[place < at ? place : place + 1]! }))
      .filter((one, place) => one.order !== others[place]!.order),
  };
}

/** Generates keys after the last one. */
export const behind = (last: string | null, many: number): string[] => generateNKeysBetween(last, null, many);

export const newId = (letter: string): string => letter + Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte % 36).toString(36)).join('');
