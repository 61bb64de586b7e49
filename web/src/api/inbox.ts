/** The kinds of the server's `InboxKind`. */
export const inboxKinds = ['confirmation', 'proposal', 'run', 'parked', 'mention', 'share', 'assignment', 'undelivered'] as const;

export type InboxKind = (typeof inboxKinds)[number];

/** An item that requires my action or attention. */
export interface InboxItem {
  id: string;
  kind: InboxKind;
  at: string;
  title: string;
  words: string;
  /** The address of the related page. */
  href: string;
  threadId?: string;
  /** The time after which the confirmation can no longer be given. */
  expires?: string;
  turnId?: string;
  callId?: string;
  runId?: string;
  automationId?: string;
  /** The name of the person who caused it. */
  by?: string;
  /** The title of the artifact that contains the item. */
  artifactTitle?: string;
  /** The status of a run. */
  status?: string;
}
