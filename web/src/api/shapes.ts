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
  /** The locale of dates and numbers. */
  language?: string;
  /** The language of the app's own texts. */
  textLanguage?: string;
  theme?: 'system' | 'light' | 'dark';
}

/** The model that answers, and the destination of its requests. */
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

export interface Column {
  name: string;
  kind: string;
  /** The key of another table that the values refer to. */
  refers?: { table: string; column: string };
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

/** The rows of somebody else's table, queried again with my own access. */
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

/** A file of a message; `type` is its media type by content. */
export interface MessageFile {
  id: string;
  name: string;
  type: string;
  size: number;
  /** Set after the upload: the reason why the agent cannot read the file. */
  note?: string;
}

/** A person mentioned in a text. `as` is the spelling in the text. */
export interface Mention extends Person {
  as: string;
}

export interface Reaction {
  emoji: string;
  count: number;
  mine: boolean;
  /** The names of the first people with this reaction. */
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
