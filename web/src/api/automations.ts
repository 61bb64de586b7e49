import type { Sent } from '#schemas';
import type { Confirmation, Person, Step } from './shapes';

export type Trigger =
  | { kind: 'schedule'; cron: string; timeZone: string; words: string; cycle?: Cycle; next?: string[] }
  | { kind: 'once'; at: string; timeZone: string; words: string; next?: string[] }
  | { kind: 'event'; format: 'standard' | 'github' | 'stripe'; words: string; url?: string; secretShownOnce?: string }
  | { kind: 'rule'; source: string; sql: string; condition: RuleCondition; cron: string; timeZone: string; words: string; next?: string[] };

/** The weeks or days in which a schedule fires. The others are skipped. */
export interface Cycle {
  unit: 'week' | 'day';
  length: number;
  from: string;
}

export interface RuleCondition {
  kind: 'changes' | 'above' | 'below';
  threshold?: number;
}

/** Consent in advance to one kind of side effect. */
export interface StandingConsent {
  id: string;
  tool: string;
  target: string;
  fields: Record<string, string>;
  sources: string[];
  audience: string;
  total: number;
  used?: number;
  until: string;
}

/** The complete content of an automation that its author agrees to. */
export interface AutomationContent {
  title: string;
  prompt: string;
  trigger: Trigger;
  tools: string[];
  consents: StandingConsent[];
  contentHash: string;
}

export interface Proposal extends AutomationContent {
  id: string;
  by: Person;
  at: string;
}

export type Parked = NonNullable<Sent['Run']['parked']>;

export type AutomationState = 'waiting' | 'active' | 'paused' | 'parked' | 'finished' | 'ended';

export interface Automation extends AutomationContent {
  id: string;
  author: Person;
  mine: boolean;
  state: AutomationState;
  parked?: Parked;
  agreedHash?: string;
  agreedAt?: string;
  draft?: AutomationContent;
  nextDue?: string;
  lastRun?: { id: string; status: RunStatus; at: string };
  threadId?: string;
  sharedWith?: string;
  /** True if results are also sent to my direct messages in Slack. */
  slack?: boolean;
  /** The last event that the automation refused. Absent in lists. */
  lastRefusedEvent?: { reason: string; sentence: string; at: string };
  /** True if nothing of its content is shown to me, not even the kind of its trigger. */
  locked?: boolean;
  proposals: Proposal[];
}

/** The request body that creates or changes an automation. */
export interface WantedAutomation {
  title: string;
  prompt: string;
  trigger: WantedTrigger;
  tools: string[];
  consents: Array<Omit<StandingConsent, 'id' | 'used'>>;
  sharedWith?: string;
  /** If omitted, the setting is unchanged. */
  slack?: boolean;
}

export type WantedTrigger =
  | { kind: 'schedule'; cron: string; timeZone: string; cycle?: Cycle }
  | { kind: 'once'; at: string; timeZone: string }
  | { kind: 'event'; format: string }
  | { kind: 'rule'; source: string; sql: string; condition: RuleCondition; cron: string; timeZone: string };

/** The meaning of a phrase such as "every Monday at 8:00" or "tomorrow at noon". */
export type ScheduleWords = Omit<Sent['Schedule'], 'kind' | 'cycle'> & { kind: 'schedule' | 'once'; cycle?: Cycle };

export type RunStatus = 'running' | 'waiting' | 'parked' | 'completed' | 'refused' | 'failed' | 'stopped';

export interface Run {
  id: string;
  automationId: string;
  title: string;
  author: Person;
  woke: { kind: 'schedule' | 'event' | 'rule' | 'hand' | 'part'; at: string; words: string };
  status: RunStatus;
  parked?: Parked;
  waitingFor?: Confirmation;
  startedAt: string;
  endedAt?: string;
  threadId: string;
  turnId?: string;
  /** The message that the run posted in its author's name. */
  messageId?: string;
  /** The message with the result for the author. */
  replyId?: string;
  refusal?: { code: string; reason: string };
  /** The time at which a paused run resumes by itself. */
  goesOnAt?: string;
  /** The parent run that started this run as a subtask. */
  partOf?: string;
  parts?: string[];
  steps: Step[];
}
