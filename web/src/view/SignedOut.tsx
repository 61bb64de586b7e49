import { demoPeople, signIn } from '../state/session';
import { rich, t } from '../words/say';
import { useEffect } from 'preact/hooks';

export function SignedOut() {
  useEffect(() => {
    document.title = 'Onbehalf';
  }, []);
  return (
    <main class="signed-out">
      <div class="welcome">
        <p class="brand"><img src="/icon.svg" width="36" height="36" alt="" />Onbehalf</p>
        <h1>{t('One agent. It acts as you, and never as anyone else.')}</h1>
        <p class="lead">{t('Ask together in one thread. Every answer comes from what the person asking may see, and says who asked and as whom it ran.')}</p>
        <button class="button primary large" type="button" onClick={signIn}>{t('Sign in')}</button>
        {demoPeople.value.length > 0 && (
          <p class="hint">
            {rich('This is the demo company. Sign in as {people}. The sign-in page shows the password.', { people: demoPeople.value.map((name, index) => (
              <span key={name}>{index > 0 && ', '}<code>{name}</code></span>
            )) })}
          </p>
        )}
      </div>
    </main>
  );
}
