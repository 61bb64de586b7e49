import type { Person } from '../api/shapes';

/** The shapes of the artifacts' HTTP contract. */
export type Kind = 'list' | 'board' | 'document' | 'dashboard' | 'chart' | 'table' | 'tool';

export type FieldType = 'text' | 'number' | 'money' | 'date' | 'person' | 'choice' | 'checkbox' | 'link';

export interface Field {
  id: string;
  name: string;
  type: FieldType;
  choices?: string[];
  currency?: string;
  isDeleted?: boolean;
}

/** The value of a field. A person is stored as the subject id. */
export type Value = string | number | boolean | null;

export interface Channel {
  field?: string;
  type?: string;
  aggregate?: string;
  timeUnit?: string;
  stack?: unknown;
  sort?: unknown;
  title?: string;
}

/** A subset of the Vega-Lite grammar: one mark with its encoding. */
export interface ChartSpec {
  mark?: string | { type: string; innerRadius?: number };
  encoding?: Record<string, Channel | Channel[] | undefined>;
  title?: string;
}

export interface BlockAction {
  op: 'add' | 'set' | 'move' | 'call';
  label?: string;
  field?: string;
  value?: Value;
  state?: string;
  tool?: string;
  arguments?: unknown;
}

export interface ArtifactBlock {
  id: string;
  type: 'markdown' | 'heading' | 'table' | 'chart' | 'embed' | 'request' | 'form' | 'list' | 'stat' | 'text' | 'tabs';
  order?: string;
  title?: string;
  text?: string;
  level?: number;
  source?: string;
  sql?: string;
  request?: string;
  chart?: ChartSpec;
  artifact?: string;
  fields?: string[];
  column?: string;
  action?: BlockAction;
  tabs?: Array<{ title: string; blocks: string[] }>;
  x?: number;
  y?: number;
  w?: number;
  h?: number;
  definitionHash?: string;
  definedBy?: Person;
  comments?: ItemComment[];
  locked?: boolean;
}

export interface Parameter {
  id: string;
  name: string;
  type: 'date-range' | 'choice';
  choices?: string[];
}

export interface Place {
  block: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Definition {
  fields?: Field[];
  /** They keep their values and can be restored. */
  deletedFields?: Field[];
  blocks?: ArtifactBlock[];
  parameters?: Parameter[];
  layout?: Place[];
}

export interface ItemComment {
  id: string;
  by: Person;
  at: string;
  text: string;
  deleted?: boolean;
  mentions?: CommentMention[];
}

/** A person mentioned in a comment. `as` is the mention as typed. */
export interface CommentMention {
  subject: string;
  as: string;
}

export interface Item {
  id: string;
  order: string;
  state?: string;
  values: Record<string, Value>;
  deleted?: boolean;
  comments: ItemComment[];
  by: Person;
  at: string;
  changedBy: Person;
  changedAt: string;
  /** The fields that are hidden from this viewer. */
  locked?: string[];
}

export interface LiveText {
  text: string;
  version: number;
}

export interface Proposal {
  id: string;
  by: Person;
  at: string;
  baseSeq: number;
  ops: Op[];
  stale: boolean;
}

export interface ArtifactHead {
  id: string;
  kind: Kind;
  title: string;
  threadId?: string;
  state: 'draft' | 'published';
  seq: number;
  madeBy: Person;
  madeAt: string;
  changedAt: string;
  mine: boolean;
}

export interface Artifact extends ArtifactHead {
  definition: Definition;
  items: Item[];
  texts?: Record<string, LiveText>;
  proposals: Proposal[];
}

/** A text change in CodeMirror's format: a number retains, an array deletes and inserts lines. */
export type Changes = Array<number | [number, ...string[]]>;

export type Target = { item: string } | { block: string };

export type FieldOp =
  | { op: 'set'; item: string; field: string; value: Value }
  | { op: 'add'; item: string; order: string; values: Record<string, Value>; state?: string }
  | { op: 'del'; item: string }
  | { op: 'restore'; item: string }
  | { op: 'move'; item: string; order: string; state?: string }
  | { op: 'title'; title: string }
  | { op: 'field'; field: Field }
  | { op: 'delField'; field: string }
  | { op: 'block'; block: ArtifactBlock; order: string }
  | { op: 'delBlock'; block: string }
  | { op: 'moveBlock'; block: string; order: string }
  | { op: 'comment'; target: Target; comment: string; text: string; mentions?: CommentMention[] }
  | { op: 'delComment'; comment: string }
  | { op: 'parameter'; parameter: Parameter }
  | { op: 'delParameter'; parameter: string }
  /** Sent only by the server: content deleted in a draft is not published to a thread. */
  | { op: 'purge' };

export interface TextOp {
  op: 'text';
  block: string;
  version: number;
  changes: Changes;
}

export type Op = FieldOp | TextOp;

/** The ops of one request, with their place in the server's order. */
export interface Batch {
  seq: number;
  author: Person;
  at: string;
  ops: Op[];
  opId?: string;
  /** True if some ops are hidden from this viewer. The artifact must then be reloaded. */
  locked?: boolean;
}

export interface Sending {
  baseSeq: number;
  opId: string;
  ops: Op[];
}

/** A viewer and their position. */
export interface Presence extends Person {
  item?: string;
  field?: string;
  block?: string;
}

export interface Spot {
  item?: string | undefined;
  field?: string | undefined;
  block?: string | undefined;
}

export interface Version {
  seq: number;
  at: string;
  author: Person;
  summary: string;
  name?: string;
  created?: boolean;
  changes: VersionChange[];
  /** The number of further changes. */
  more?: number;
  /** Who put this version into the thread. */
  placed: Array<{ by: Person; at: string }>;
}

/** One change of a version. `op` is the kind of its op; a change that is locked for this viewer has nothing else. */
export interface VersionChange {
  op: string;
  item?: string;
  field?: string;
  block?: string;
  name?: string;
  state?: string;
  value?: unknown;
}
