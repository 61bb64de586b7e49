import { useEffect, useState } from 'preact/hooks';
import { get, post, sentence } from '../../api/http';
import type { Confirmation, Turn } from '../../api/shapes';
import { t } from '../../words/say';
import { ConfirmationCard } from '../ConfirmationCard';
import { Ghosts } from '../PageHead';

/** The confirmation card of a pending call. Its content is loaded when opened, so it is current. */
export function CardHere({ turn, call, href }: { turn: string; call: string; href: string }) {
  const [asked, setAsked] = useState<Confirmation | null | undefined>(undefined);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    get<Turn>(`/api/turns/${turn}`, stop.signal).then(
      (found) => setAsked(found.steps?.find((step) => step.callId === call)?.confirmation ?? null),
      (failure: unknown) => {
        if (!stop.signal.aborted) setProblem(sentence(failure));
      },
    );
    return () => stop.abort();
  }, [turn, call]);
  if (problem) return <p class="field-problem" role="alert">{problem}</p>;
  if (asked === undefined) return <Ghosts />;
  if (asked === null) return <p class="hint inbox-card">{t('This confirmation is no longer pending.')} <a href={href}>{t('Open its thread')}</a></p>;
  return (
    <div class="inbox-card">
      <ConfirmationCard
        asked={{ ...asked, again: false }}
        onDecide={async (approve) => {
          await post(`/api/turns/${turn}/confirmations/${call}`, { approve, argumentHash: asked.argumentHash });
          // The card disappears with its item, so the focus moves to the top of the page.
          document.getElementById('main')?.focus();
        }}
      />
    </div>
  );
}
