export type InboxKind = 'confirmation' | 'proposal' | 'run' | 'parked' | 'mention' | 'share' | 'undelivered';

/** Something that waits for me to act or to look. */
export interface InboxItem {
  id: string;
  kind: InboxKind;
  at: string;
  title: string;
  words: string;
  /** The page that it is about. */
  href: string;
  threadId?: string;
  /** When a confirmation can no longer be given. */
  expires?: string;
  turnId?: string;
  callId?: string;
  runId?: string;
  automationId?: string;
}
