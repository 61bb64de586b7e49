import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';
import { t } from '../words/say';

interface Props {
  title: string;
  /** The target of the back link. On a narrow screen it is the only navigation. */
  back?: { href: string; name: string };
  children?: ComponentChildren;
}

export function PageHead({ title, back, children }: Props) {
  return (
    <header class="page-head">
      <a class={`quiet icon-only ${back ? 'back-always' : 'back'}`} href={back?.href ?? '/'} aria-label={back?.name ?? t('Home')}><Icon name="back" /></a>
      <h1>{title}</h1>
      {children && <div class="page-acts">{children}</div>}
    </header>
  );
}

/** The text of a page without content. */
export function Nothing({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="nothing">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export function Ghosts() {
  return <div class="ghosts" aria-hidden="true"><i /><i /><i /></div>;
}

export function Banner({ problem, retry }: { problem: string | null; retry?: () => void }) {
  return problem ? (
    <p class="banner" role="alert">
      {problem}{' '}
      {retry && (
        <button type="button" class="linklike" onClick={retry}>
          {t('Try again')}
        </button>
      )}
    </p>
  ) : null;
}
