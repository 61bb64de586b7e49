import type { Sent } from '#schemas';

export type Person = Sent['Room']['owner'];

export interface Me extends Person {
  issuer: string;
  provider: string;
  groups: string[];
  confirmSeconds: number;
  settings?: Settings;
}

/** A person's display settings; an absent field means the browser's default. */
export interface Settings {
  timeZone?: string;
  /** The locale of dates and numbers. */
  language?: string;
  /** The language of the app's own texts. */
  textLanguage?: string;
  theme?: 'system' | 'light' | 'dark';
}

/** The model that answers, and the destination of its requests. */
export type AnsweringModel = Sent['Model'];

export interface Listing<T> {
  items: T[];
  continuation?: string;
}

export type Room = Sent['Room'];

export interface Member extends Person {
  /** The number of the first message they may read. */
  since: number;
}

export interface Thread {
  id: string;
  title: string;
  /** True if somebody set the title. Otherwise the title is the first words. */
  named?: boolean;
  roomId?: string;
  members: Member[];
  /** The owner, who manages the members. Absent in a room. */
  owner?: string;
  /** True if the thread is also in Slack. Its messages are forwarded there. */
  inSlack?: boolean;
  /** The initial members of a thread outside a room. */
  people?: Person[];
  unread: number;
  lastMessage?: string;
  lastAt: string;
  events?: string;
  /** The number of the last message that mentions me. */
  mention?: number;
  /** My own list setting. Others do not see it. */
  pinned?: boolean;
  muted?: boolean;
  archived?: boolean;
}

export type Cell = string | number | boolean | null;

/** `refers` is the key of another table that the values refer to. */
export type Column = Sent['OpenedBlock']['columns'][number];

export type Block = Omit<Sent['SharePreview']['blocks'][number], 'rows'> & { rows?: Cell[][] };

/** The rows of somebody else's table, queried again with my own access. */
export type OpenedBlock = Omit<Sent['OpenedBlock'], 'id' | 'kind' | 'rows'> & { rows: Cell[][] };

export type SharePreview = Omit<Sent['SharePreview'], 'blocks'> & { blocks: Block[] };

export type Touched = NonNullable<Sent['Message']['touched']>[number];

export type ReplyStep = NonNullable<Sent['Message']['steps']>[number];

export interface Message {
  id: string;
  threadId: string;
  from: 'person' | 'agent';
  visibility: 'open' | 'shared' | 'locked';
  askedBy: Person;
  at: string;
  turnId?: string;
  text?: string;
  /** The original author, if the asker took over somebody else's words. */
  author?: Person;
  ranAs?: Person;
  status?: 'completed' | 'refused' | 'failed' | 'stopped';
  /** True if the message is from an unattended run of that person. */
  unattended?: boolean;
  runId?: string;
  blocks?: Block[];
  touched?: Touched[];
  steps?: ReplyStep[];
  /** The time of the author's last edit. */
  editedAt?: string;
  /** True if its author deleted it. */
  deleted?: boolean;
  mentions?: Mention[];
  /** The quoted message. It is in the same thread. */
  quote?: string;
  reactions?: Reaction[];
  files?: MessageFile[];
}

/** A file of a message. `type` is its media type by content; `note` is set after the upload: the reason why the agent cannot read it. */
export type MessageFile = Sent['File'];

/** A person mentioned in a text. `as` is the spelling in the text. */
export type Mention = NonNullable<Sent['Message']['mentions']>[number];

/** `names` are those of the first people with this reaction. */
export type Reaction = NonNullable<Sent['Message']['reactions']>[number];

export type CardField = Confirmation['card']['fields'][number];

export type Confirmation = NonNullable<Step['confirmation']>;

export type Step = NonNullable<Sent['Turn']['steps']>[number];

export type Turn = Sent['Turn'];

export interface Token {
  turnId: string;
  modelCall: number;
  offset: number;
  text: string;
}

export interface Access {
  sources: Array<{
    name: string;
    kind: string;
    available: boolean;
    reason?: string;
    flags: string[];
    tables: Array<{ name: string; columns: Array<{ name: string; type: string }>; rowRule: string }>;
  }>;
  tools: Array<{ name: string; description: string; effect: string }>;
  confirmSeconds: number;
  questions?: string[];
}

export interface AuditRow {
  id: string;
  at: string;
  subject: { issuer: string; id: string; name: string };
  act: string;
  phase: 'intent' | 'outcome' | 'whole';
  action: string;
  decision: string;
  callId: string;
  hash: string;
  prevHash: string;
  threadId?: string;
  turnId?: string;
  runId?: string;
  partOf?: string[];
  /** The consent in advance that authorized an unattended act. */
  consent?: string;
  approver?: string;
  tool?: string;
  resource?: { source?: string; relations?: string[]; columns?: string[] };
  reason?: string;
  shape?: string;
  details?: unknown;
  textAuthors?: string[];
  /** `*` is an unknown source. */
  contextSources?: string[];
}

export interface AuditVerdict {
  intact: boolean;
  chains: number;
  records: number;
  anchored: number;
  firstBad?: { record: string; problem: string; cause: 'rows-lost' | 'changed' };
  bad: { record: string; problem: string; cause: 'rows-lost' | 'changed' }[];
  closed: { chain: string; record: string; lost: string[] }[];
}
