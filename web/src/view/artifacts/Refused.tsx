import { withoutHidden } from '../../artifacts/hidden';
import type { LiveArtifact } from '../../artifacts/live';
import { rich, t } from '../../words/say';

/** The reason why my last change here was rejected, with the change itself, so that typed text is never lost silently. */
export function Refused({ live, place }: { live: LiveArtifact; place: string }) {
  const refusal = live.refusals.at(place);
  if (!refusal) return null;
  const { op, why } = refusal;
  const value = op.op === 'set' && op.value !== null && op.value !== '' ? withoutHidden(String(op.value)) : '';
  return (
    <span class="cell-bad" role="alert">
      <bdi>{withoutHidden(why)}</bdi>{' '}
      {value
        ? rich('“{value}” was not saved. Change it and try again.', { value: <bdi>{value.length > 80 ? `${value.slice(0, 80)}…` : value}</bdi> })
        : t('Your change was not saved.')}{' '}
      <button type="button" class="linklike" onClick={() => live.refusals.forget([place])}>
        {t('Close')}
      </button>
    </span>
  );
}
