import { useState } from 'preact/hooks';
import { applyProposal, dropProposal } from '../../artifacts/api';
import { fold } from '../../artifacts/fold';
import { plainText } from '../../artifacts/plain';
import type { Proposal } from '../../artifacts/shapes';
import { notice, noticeFailure } from '../../state/notices';
import { diffOf } from '../../text/diff';
import { momentOf } from '../../text/time';
import { rich, t } from '../../words/say';
import { Icon } from '../Icon';
import { DiffView } from '../wiki/DiffView';
import type { EditorProps } from './ArtifactView';
import { peopleFor } from './people';

/** The agent's proposed changes. Only I see them, and they have no effect until I apply them. */
export function Proposals({ live, artifact }: EditorProps) {
  return <>{live.proposals.value.map((one) => <Card key={one.id} live={live} artifact={artifact} proposal={one} />)}</>;
}

function Card({ live, artifact, proposal }: EditorProps & { proposal: Proposal }) {
  const [busy, setBusy] = useState(false);
  const people = peopleFor(artifact);
  const after = fold(artifact, proposal.ops, { author: proposal.by, at: proposal.at });
  const act = (act: Promise<unknown>, done: string): void => {
    setBusy(true);
    act.then(() => notice(done), noticeFailure).finally(() => {
      setBusy(false);
      void live.read();
    });
  };
  return (
    <section class="proposal-card" aria-label={t('A proposed change')}>
      <p>
        <Icon name="pencil" />
        <b>{t('The agent proposes a change for you')}</b>{' '}
        <span class="faint">
          {rich('{time}; only you see it. Applied, it is your edit.', { time: <time dateTime={proposal.at}>{momentOf(proposal.at)}</time> })}
        </span>
      </p>
      {proposal.stale && <p class="hint">{t('Somebody changed the same places since. What you see below is the change on top of how it is now.')}</p>}
      <DiffView lines={diffOf(plainText(artifact, people), plainText(after, people))} name={t('What would change')} />
      <p class="proposal-acts">
        <button
          type="button"
          class="button small primary"
          disabled={busy}
          onClick={() => act(applyProposal(artifact.id, proposal.id, artifact.seq), t('Applied.'))}
        >
          {t('Apply as my edit')}
        </button>
        <button type="button" class="button small" disabled={busy} onClick={() => act(dropProposal(artifact.id, proposal.id), t('Dropped.'))}>
          {t('Drop')}
        </button>
      </p>
    </section>
  );
}
