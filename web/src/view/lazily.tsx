import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../words/say';

/** A page whose code is loaded on first use. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>, isDialog = false): ComponentType<P> {
  let ready: ComponentType<P> | null = null;
  return function Lazily(props: P) {
    const [, setState] = useState<'waiting' | 'ready' | 'failed'>('waiting');
    const [failed, setFailed] = useState(false);
    const fetchIt = (): void => {
      setFailed(false);
      load().then((loaded) => {
        ready = loaded;
        setState('ready');
      }, () => setFailed(true));
    };
    useEffect(() => {
      if (!ready) fetchIt();
    }, []);
    const Ready = ready;
    if (Ready) return <Ready {...props} />;
    if (isDialog && !failed) return null;
    if (failed)
      return (
        <div class="page">
          <p class="banner" role="alert">
            {t('This page could not be fetched.')}{' '}
            <button type="button" class="linklike" onClick={fetchIt}>
              {t('Try again')}
            </button>
          </p>
        </div>
      );
    return <div class="page" aria-busy="true"><div class="ghosts" aria-hidden="true"><i /><i /><i /></div></div>;
  };
}
