import type { AuditRow } from '../api/shapes';
import { t, type Text } from '../words/say';
import { stepWords } from './tools';

const own: Record<string, Text> = {
  'sign-in': 'signed in', 'sign-out': 'signed out', confirmation: 'answered a confirmation', share: 'shared an answer', unshare: 'took a shared answer back',
  thread: 'renamed a thread',
  'thread members': 'changed who is in a conversation',
  message: 'edited or deleted a message',
  'message edit': 'edited a message',
  'message delete': 'deleted a message',
  file: 'attached or removed a file', 'file attach': 'attached a file', 'file remove': 'removed a file',
  'audit-read': 'read the audit',
  'audit-export': 'exported the audit',
  'data-export': 'downloaded their own data',
  'audit-close': 'closed a broken chain of records',
  'wiki-space': 'changed a wiki space',
  'wiki-page': 'changed a wiki page',
  memory: 'changed what is remembered',
  automation: 'changed an automation',
  run: 'started or ended a run',
  connect: 'connected an account',
  disconnect: 'disconnected an account',
  offboard: 'left the organisation', 'webhook-rejected': 'an event from outside was refused',
};

const decisions: Record<string, Text> = {
  allowed: 'allowed',
  denied: 'denied',
  succeeded: 'succeeded',
  refused: 'refused',
  failed: 'failed',
  unknown: 'unknown',
};

export const decisionWords = (decision: string): string => (decisions[decision] ? t(decisions[decision]) : decision);

/** Describes an act for people. The audit record has the technical form. */
export function actWords(row: AuditRow): string {
  if (!row.tool) {
    const known = own[`${row.action} ${row.shape ?? ''}`] ?? own[row.action];
    return known ? t(known) : row.action.replaceAll('-', ' ');
  }
  const tables = [...new Set(row.resource?.relations ?? [])].filter((relation) => relation !== '*');
  return stepWords({ tool: row.tool, status: row.decision, note: row.reason }, row.resource?.source, tables);
}
