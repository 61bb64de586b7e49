import type { Value } from './shapes';

const root = 'onbehalf.begun/';

/**
 * The server finds a begun call until its month ends, and on the first day of the next month. After 24 hours, it may not know the call any more.
 */
const known = 24 * 60 * 60 * 1000;

/** The retention of an entry. Until then, its dialog says that the end of the call is unknown. */
const kept = 31 * known;

/** The entries that the storage did not accept. No other tab knows them, so none can end them. */
const here = new Map<string, string>();

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

/** Returns the digest of the person and the change. Other people who use this browser cannot read either from it. */
async function keyOf(subject: string, { artifact, block, item, values }: Pressed): Promise<string> {
  const sorted = Object.entries(values ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = new TextEncoder().encode(JSON.stringify([subject, artifact, block, item ?? '', sorted]));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return root + [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const read = (key: string): string | undefined => {
  try {
    return here.get(key) ?? localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
};

/** An entry without a time is older than all others. */
const ageOf = (entry: string, now: number): number => Math.abs(now - (Number(entry.split(' ')[1]) || 0));

/**
 * The changes that I confirmed and whose end I have not seen, in the browser's storage: call id and time of the first confirmation. A dialog that
 * is opened again continues the same call, unless it is old. The entries stay after sign-out: otherwise I could make a change a second time.
 */
export const begunActs = {
  async of(subject: string, pressed: Pressed, now = Date.now()): Promise<Begun | undefined> {
    const entry = read(await keyOf(subject, pressed));
    return entry === undefined ? undefined : { callId: entry.split(' ')[0] ?? '', isOld: ageOf(entry, now) >= known };
  },
  async begin(subject: string, pressed: Pressed, callId: string, now = Date.now()): Promise<void> {
    const key = await keyOf(subject, pressed);
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
  async end(subject: string, pressed: Pressed): Promise<void> {
    const key = await keyOf(subject, pressed);
    here.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Without storage, there is no entry.
    }
  },
  /** Deletes entries whose retention is over, and those of earlier versions, whose names have the values. */
  sweep(now = Date.now()): void {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(root));
      const over = names.filter((name) => !/\/[0-9a-f]{64}$/.test(name) || ageOf(localStorage.getItem(name) ?? '', now) >= kept);
      over.forEach((name) => localStorage.removeItem(name));
    } catch {
      // Without storage, there are no entries.
    }
  },
};
