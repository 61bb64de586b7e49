const key = 'onbehalf.for-people';
const most = 300;

/** The threads of one person. Another person on this device begins anew. */
interface Kept {
  of: string;
  threads: string[];
}

function read(subject: string): string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Kept>;
    return kept.of === subject && Array.isArray(kept.threads) ? kept.threads : [];
  } catch {
    return [];
  }
}

/** The threads in which a person writes to people only on this device, until they choose the agent again. */
export const forWhom = {
  isAgent: (subject: string, thread: string): boolean => !read(subject).includes(thread),
  choose(subject: string, thread: string, isAgent: boolean): void {
    const rest = read(subject).filter((one) => one !== thread);
    const kept: Kept = { of: subject, threads: (isAgent ? rest : [...rest, thread]).slice(-most) };
    try {
      if (kept.threads.length) localStorage.setItem(key, JSON.stringify(kept));
      else localStorage.removeItem(key);
    } catch {
      // Without storage, the choice lasts until the thread is left.
    }
  },
  /** Deletes the choices at sign-out. */
  forget(): void {
    try {
      localStorage.removeItem(key);
    } catch {
      // Storage is not available, so there are no choices.
    }
  },
};
