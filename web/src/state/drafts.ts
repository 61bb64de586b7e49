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
    // Without storage, a draft exists only in its text field.
  }
}

/** The unsent drafts by thread, in the storage of this tab. */
export const drafts = {
  of: (thread: string): string => read(key(thread)),
  keep: (thread: string, text: string): void => write(key(thread), text),
  /** The id of the message that the draft quotes. */
  quoteOf: (thread: string): string => read(quoteKey(thread)),
  keepQuote: (thread: string, message: string): void => write(quoteKey(thread), message),
  /** Deletes drafts of another person whose session ended in this tab. */
  belongTo(subject: string): void {
    try {
      if (sessionStorage.getItem(owner) === subject) return;
      sessionStorage.clear();
      sessionStorage.setItem(owner, subject);
    } catch {
      // Storage is not available, so there are no drafts.
    }
  },
  /** Deletes all drafts at sign-out. */
  forget(): void {
    try {
      sessionStorage.clear();
    } catch {
      // Storage is not available, so there are no drafts.
    }
  },
};
