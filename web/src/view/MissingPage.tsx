import { overlay } from '../state/overlay';
import { t } from '../words/say';
import { Nothing, PageHead } from './PageHead';

/** The page for an unknown address. */
export function MissingPage() {
  return (
    <div class="page">
      <PageHead title={t('Not found')} />
      <Nothing title={t('There is no page at this address')}>
        <p>{t('The link may be incomplete or outdated.')}</p>
        <p>
          <a class="button primary" href="/">
            {t('Go home')}
          </a>{' '}
          <button type="button" class="button" onClick={() => (overlay.value = { kind: 'switcher' })}>
            {t('Search threads and pages')}
          </button>
        </p>
      </Nothing>
    </div>
  );
}
