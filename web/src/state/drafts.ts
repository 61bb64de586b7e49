const owner = 'onbehalf.drafts-of';
const key = (thread: string): string => `onbehalf.draft.${thread}`;
const quoteKey = (thread: string): string => `onbehalf.quote.${thread}`;

function read(name: string): string {
  try {
    return sessionStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

function write(name: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
  } catch {
    // Without storage a draft lives in its text field only.
  }
}

/** What somebody had typed in a thread before they looked elsewhere; ends with the tab. */
export const drafts = {
  of: (thread: string): string => read(key(thread)),
  keep: (thread: string, text: string): void => write(key(thread), text),
  /** The message that it quotes, by its id. */
  quoteOf: (thread: string): string => read(quoteKey(thread)),
  keepQuote: (thread: string, message: string): void => write(quoteKey(thread), message),
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
