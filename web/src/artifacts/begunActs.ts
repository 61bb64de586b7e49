import type { Value } from './shapes';

const root = 'onbehalf.begun';

/**
 * The server finds a begun call until its month ends, and on the first day of the next month. After 24 hours, it may not know the call any more.
 */
const known = 24 * 60 * 60 * 1000;

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

/** A call that I confirmed. The server may not know an old one any more, and would make it again. */
export interface Begun {
  callId: string;
  isOld: boolean;
}

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

const read = (key: string): string | undefined => {
  try {
    return here.get(key) ?? localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
};

/**
 * The changes that I confirmed and whose end I have not seen, in the browser's storage: call id and time of the first confirmation. A dialog that
 * is opened again continues the same call, unless it is old. Sign-out deletes all entries. Sign-in deletes those of other people.
 */
export const begunActs = {
  of(subject: string, pressed: Pressed, now = Date.now()): Begun | undefined {
    const entry = read(keyOf(subject, pressed));
    if (entry === undefined) return undefined;
    const [callId = '', at] = entry.split(' ');
    // An entry without a time counts as old.
    return { callId, isOld: !(Math.abs(now - Number(at)) < known) };
  },
  begin(subject: string, pressed: Pressed, callId: string, now = Date.now()): void {
    const key = keyOf(subject, pressed);
    if (read(key)?.startsWith(`${callId} `)) return;
    const entry = `${callId} ${now}`;
    here.delete(key);
    try {
      localStorage.setItem(key, entry);
    } catch {
      // Without storage, or with a full one, the entry is known until this page closes.
      here.set(key, entry);
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
