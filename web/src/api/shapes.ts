/** The shapes of the HTTP contract that this app reads. */
export interface Person {
  subject: string;
  name: string;
}

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
  /** Of dates and numbers. */
  language?: string;
  /** Of the texts of this app. */
  textLanguage?: string;
  theme?: 'system' | 'light' | 'dark';
}

/** Which model answers, and where its requests go. */
export interface AnsweringModel {
  configured: boolean;
  name?: string;
  host?: string;
  azure: boolean;
  note?: string;
  auditor: boolean;
}

export interface Listing<T> {
  items: T[];
  continuation?: string;
}

export interface Room {
  id: string;
  name: string;
  owner: Person;
  members: Person[];
}

export interface Member extends Person {
  /** The number of the first message they may read. */
  since: number;
}

export interface Thread {
  id: string;
  title: string;
  /** True when somebody chose the title; else it is the first words. */
  named?: boolean;
  roomId?: string;
  members: Member[];
  /** Whose decision its members are; absent in a room. */
  owner?: string;
  /** Also in Slack: what is said here is told there. */
  inSlack?: boolean;
  /** Who was in it at its beginning, where it is in no room. */
  people?: Person[];
  unread: number;
  lastMessage?: string;
  lastAt: string;
  events?: string;
  /** The number of the last message that names me. */
  mention?: number;
  /** How I list it; nobody else is told. */
  pinned?: boolean;
  muted?: boolean;
  archived?: boolean;
}

export type Cell = string | number | boolean | null;

export interface Column {
  name: string;
  kind: string;
}

export interface Block {
  id: string;
  kind: 'table' | 'chart' | 'text';
  truncated: boolean;
  title?: string;
  text?: string;
  source?: string;
  request?: string;
  columns?: Column[];
  rows?: Cell[][];
}

/** The rows of somebody else's table, asked for again as oneself. */
export interface OpenedBlock {
  columns: Column[];
  rows: Cell[][];
  truncated: boolean;
  auditId?: string;
}

export interface SharePreview {
  id: string;
  text: string;
  blocks: Block[];
  links: Array<{ target: string }>;
  audience: Person[];
  previewHash: string;
  isShared: boolean;
}

export interface Touched {
  source: string;
  relation: string;
  columns: string[];
  rowRules: string[];
  undecided?: boolean;
}

export interface ReplyStep {
  callId: string;
  tool: string;
  source?: string;
  status: string;
  at: string;
  auditId?: string;
}

export interface Message {
  id: string;
  threadId: string;
  from: 'person' | 'agent';
  visibility: 'open' | 'shared' | 'locked';
  askedBy: Person;
  at: string;
  turnId?: string;
  text?: string;
  /** Whose words they are, where whoever asked took them over. */
  author?: Person;
  ranAs?: Person;
  status?: 'completed' | 'refused' | 'failed' | 'stopped';
  /** Said or answered by a run of the person it names, who was not there. */
  unattended?: boolean;
  runId?: string;
  blocks?: Block[];
  touched?: Touched[];
  steps?: ReplyStep[];
  /** When its author last gave it other words. */
  editedAt?: string;
  /** Taken back by its author. */
  deleted?: boolean;
  mentions?: Mention[];
  /** The message of the same thread that it quotes. */
  quote?: string;
  reactions?: Reaction[];
  files?: MessageFile[];
}

/** A file of a message; `type` is its media type by content. */
export interface MessageFile {
  id: string;
  name: string;
  type: string;
  size: number;
  /** After its upload: why the agent cannot read it. */
  note?: string;
}

/** A person whom a text names; `as` is how the text writes them. */
export interface Mention extends Person {
  as: string;
}

export interface Reaction {
  emoji: string;
  count: number;
  mine: boolean;
  /** The first people who put it there. */
  names: string[];
}

export interface CardField {
  name: string;
  oldValue?: string;
  newValue?: string;
}

export interface Confirmation {
  turnId: string;
  callId: string;
  argumentHash: string;
  expires: string;
  card: { title: string; target: string; audience: string; fields: CardField[]; textAuthors: Person[] };
}

export interface Step {
  turnId: string;
  callId: string;
  tool: string;
  resource: string;
  status: string;
  at: string;
  auditId?: string;
  note?: string;
  confirmation?: Confirmation;
}

export interface Turn {
  id: string;
  status: string;
  speaker: Person;
  startedAt?: string;
  steps?: Step[];
  refusal?: { code: string; reason: string };
}

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
  /** The consent in advance that an unattended act rested on. */
  consent?: string;
  approver?: string;
  tool?: string;
  resource?: { source?: string; relations?: string[]; columns?: string[] };
  reason?: string;
  shape?: string;
  details?: unknown;
  textAuthors?: string[];
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
