import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

interface Ordered {
  id: string;
  order?: string;
}

/** A longer key means many insertions at one place: then all keys are made anew. */
const longestKey = 64;

/** Where a thing goes: its own new key, and the new keys of others where the old ones leave no room. */
export interface Placed {
  order: string;
  others: Array<{ id: string; order: string }>;
}

/** Places a thing at an index among the others, which are sorted and do not contain it. */
export function placeAt(others: Ordered[], index: number): Placed {
  const at = Math.max(0, Math.min(index, others.length));
  const [before, after] = [others[at - 1]?.order ?? null, others[at]?.order ?? null];
  try {
    const order = generateKeyBetween(before, after);
    if (order.length <= longestKey) return { order, others: [] };
  } catch {
    // Two have the same key, or one that this library does not make.
  }
  const keys = generateNKeysBetween(null, null, others.length + 1);
  return { order: keys[at]!, others: others.map((one, place) => ({ id: one.id, order: keys[place < at ? place : place + 1]! })).filter((one, place) => one.order !== others[place]!.order) };
}

/** Keys behind the last one. */
export const behind = (last: string | null, many: number): string[] => generateNKeysBetween(last, null, many);

export const newId = (letter: string): string => letter + Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte % 36).toString(36)).join('');
