import type { Value } from './shapes';

const root = 'onbehalf.begun';

/** The entries that the storage did not accept. No other tab knows them, so none can end them. */
const here = new Map<string, string>();

const names = (): string[] => {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`${root}/`));
  } catch {
    return [];
  }
};

const drop = (all: string[]): void => all.forEach((name) => localStorage.removeItem(name));

/** The change of one button: its values, or its item, whose values the server reads. */
export interface Pressed {
  artifact: string;
  block: string;
  item?: string | undefined;
  values?: Record<string, Value> | undefined;
}

const keyOf = (subject: string, { artifact, block, item, values }: Pressed): string => {
  const sorted = Object.entries(values ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return [root, ...[subject, artifact, block, item ?? '', JSON.stringify(sorted)].map(encodeURIComponent)].join('/');
};

/**
 * The call ids of the changes that I confirmed and whose end I have not seen, in the browser's storage. A dialog that is opened again continues
 * the same call. Sign-out deletes all of them. Sign-in deletes those of other people.
 */
export const begunActs = {
  of(subject: string, pressed: Pressed): string | undefined {
    const key = keyOf(subject, pressed);
    try {
      return here.get(key) ?? localStorage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  begin(subject: string, pressed: Pressed, callId: string): void {
    const key = keyOf(subject, pressed);
    here.delete(key);
    try {
      localStorage.setItem(key, callId);
    } catch {
      // Without storage, or with a full one, the id is known until this page closes.
      here.set(key, callId);
    }
  },
  end(subject: string, pressed: Pressed): void {
    const key = keyOf(subject, pressed);
    here.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Without storage, there is no entry.
    }
  },
  belongTo: (subject: string): void => drop(names().filter((name) => !name.startsWith(`${root}/${encodeURIComponent(subject)}/`))),
  forget(): void {
    here.clear();
    drop(names());
  },
};
