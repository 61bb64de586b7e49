import { t } from '../../words/say';
/** A switch between the current and the archived threads of a list. */
export function ArchivedChoice({ archived, onChoose }: { archived: boolean; onChoose: (archived: boolean) => void }) {
  return (
    <div class="pills" role="group" aria-label={t('Show')}>
      {[false, true].map((one) => <button key={String(one)} type="button" class="pill" aria-pressed={archived === one} onClick={() => onChoose(one)}>{one ? t('archived') : t('current')}</button>)}
    </div>
  );
}
