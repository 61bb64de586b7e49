import { useState } from 'preact/hooks';
import type { Automation, Trigger } from '../../api/automations';
import { sentence } from '../../api/http';
import { automations, keepSecret, takeSecret } from '../../state/automations';
import { notice } from '../../state/notices';
import { Icon } from '../Icon';

/** Where its events are sent, and the secret they are signed with, which is shown once. */
export function EventAddress({ automation, trigger }: { automation: Automation; trigger: Extract<Trigger, { kind: 'event' }> }) {
  const [secret, setSecret] = useState(() => takeSecret(automation.id));
  const [asks, setAsks] = useState(false);
  const renew = (): void => {
    setAsks(false);
    automations.newSecret(automation.id).then((made) => {
      keepSecret(made);
      setSecret(takeSecret(made.id));
    }, (failure: unknown) => notice(sentence(failure)));
  };
  return (
    <section class="panel">
      <h2 class="panel-name">Where its events go</h2>
      {trigger.url && <Copied name="Address" value={trigger.url} />}
      {secret ? (
        <>
          <Copied name="Signing secret" value={secret} />
          <p class="banner" role="status">Keep the secret now: it is not shown again. Whoever has it can wake this automation, never change what it does.</p>
        </>
      ) : asks ? (
        <div class="panel-acts"><span>The old secret is good for one more day.</span><button type="button" class="button small danger" onClick={renew}>Make a new secret</button><button type="button" class="button small" onClick={() => setAsks(false)}>Keep the old one</button></div>
      ) : (
        <div class="panel-acts"><button type="button" class="button small" onClick={() => setAsks(true)}>New signing secret</button></div>
      )}
      <p class="hint">{trigger.format === 'github' ? 'Signed as GitHub signs its webhooks (X-Hub-Signature-256).' : 'Signed as Standard Webhooks describes (webhook-signature).'} What an event says is text for the run to read, never an instruction.</p>
    </section>
  );
}

function Copied({ name, value }: { name: string; value: string }) {
  const copy = (): void => void navigator.clipboard.writeText(value).then(() => notice('Copied.'), () => notice('The browser did not allow copying.'));
  return (
    <p class="copied">
      <span>{name}</span><code>{value}</code>
      <button type="button" class="quiet icon-only" aria-label={`Copy the ${name.toLowerCase()}`} title="Copy" onClick={copy}><Icon name="copy" /></button>
    </p>
  );
}
