import { signal } from '@preact/signals';
import { get, post, sendAs, sentence, whenSignedOut } from '../api/http';
import type { Access, Me } from '../api/shapes';
import { begunActs } from '../artifacts/begunActs';
import { keeping } from '../artifacts/keeping';
import { drafts } from './drafts';
import { forWhom } from './forWhom';
import { readSettings } from './settings';
import { withArtifactTexts } from '../words/language';
import { t } from '../words/say';

export type Session = { kind: 'asking' } | { kind: 'out' } | { kind: 'unavailable'; why: string } | { kind: 'in'; me: Me };

export const session = signal<Session>({ kind: 'asking' });

/** The people of a local demo. Empty in all other deployments. */
export const demoPeople = signal<string[]>([]);

/** True if the demo's fixed grammar answers instead of a model. */
export const plannerAnswers = signal(false);

/** Suggested questions that fit my access. Empty until loaded. */
export const fitting = signal<string[]>([]);

/** Returns a question that fits everybody. The demo's grammar understands only English. */
export const generalQuestion = (): string => (plannerAnswers.value ? 'What data can you see for me?' : t('What data can you see for me?'));

let looked: Promise<void> | undefined;

/** Asks every source for what I may see, once per page. Called only by views that show suggestions. */
export function lookForQuestions(): Promise<void> {
  return (looked ??= get<Access>('/api/me/access').then(
    (access) => void (fitting.value = access.questions ?? []),
    // Suggestions are optional. The next view that shows some retries.
    () => void (looked = undefined),
  ));
}

export const myself = (): Me | null => (session.value.kind === 'in' ? session.value.me : null);

export const isMe = (subject: string): boolean => myself()?.subject === subject;

whenSignedOut(() => (session.value = { kind: 'out' }));

export async function whoAmI(): Promise<void> {
  try {
    const me = await get<Me>('/api/me');
    sendAs(me.subject);
    drafts.belongTo(me.subject);
    keeping.belongTo(me.subject);
    begunActs.sweep();
    readSettings(me.settings ?? {});
    session.value = { kind: 'in', me };
    if (keeping.of(me.subject).length) void withArtifactTexts(import('../artifacts/opened')).then(({ sendKept }) => sendKept(me.subject));
  } catch (failure) {
    if (session.value.kind !== 'out') session.value = { kind: 'unavailable', why: sentence(failure) };
  }
}

export async function lookForDemo(): Promise<void> {
  try {
    const answer = await fetch('/local/people', { headers: { accept: 'application/json' } });
    if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return;
    const found = (await answer.json()) as { items?: Array<{ name: string }>; planner?: boolean };
    plannerAnswers.value = found.planner === true;
    demoPeople.value = (found.items ?? []).map((person) => person.name);
  } catch {
    // This deployment is no demo.
  }
}

export function signIn(): void {
  location.assign(`/auth/sign-in?returnTo=${encodeURIComponent(location.pathname + location.search)}`);
}

export async function signOut(): Promise<void> {
  // The next person in this browser must not get notifications of this person's inbox.
  await import('./push').then(({ leavePush }) => leavePush()).catch(() => {});
  await post('/auth/sign-out');
  drafts.forget();
  forWhom.forget();
  keeping.forget();
  location.assign('/');
}
