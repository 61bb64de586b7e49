const owner = 'onbehalf.drafts-of';
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
  /** Who signs in after somebody else's session ran out in this tab does not read what they had typed. */
  belongTo(subject: string): void {
    try {
      if (sessionStorage.getItem(owner) === subject) return;
      sessionStorage.clear();
      sessionStorage.setItem(owner, subject);
    } catch {
      // Nothing was kept.
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
