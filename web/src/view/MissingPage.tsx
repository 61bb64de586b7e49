import { overlay } from '../state/overlay';
import { Nothing, PageHead } from './PageHead';

/** For an address that is none of the app's. */
export function MissingPage() {
  return (
    <div class="page">
      <PageHead title="Not found" />
      <Nothing title="There is no page at this address">
        <p>The link may be incomplete or outdated.</p>
        <p>
          <a class="button primary" href="/">Go home</a> <button type="button" class="button" onClick={() => (overlay.value = { kind: 'switcher' })}>Search threads and pages</button>
        </p>
      </Nothing>
    </div>
  );
}
