const key = (thread: string): string => `onbehalf.draft.${thread}`;

/** What somebody had typed in a thread before they looked elsewhere; ends with the tab. */
export const drafts = {
  of(thread: string): string {
    try {
      return sessionStorage.getItem(key(thread)) ?? '';
    } catch {
      return '';
    }
  },
  keep(thread: string, text: string): void {
    try {
      if (text) sessionStorage.setItem(key(thread), text);
      else sessionStorage.removeItem(key(thread));
    } catch {
      // Without storage a draft lives in its text field only.
    }
  },
  /** Drafts are words of the person who signed out. */
  forget(): void {
    try {
      sessionStorage.clear();
    } catch {
      // Nothing was kept.
    }
  },
};
