import { useEffect, useState } from 'preact/hooks';
import type { Automation, Trigger } from '../../api/automations';
import { sentence } from '../../api/http';
import { automations, keepSecret, takeSecret } from '../../state/automations';
import { copyText } from '../../state/copy';
import { notice, noticeFailure } from '../../state/notices';
import { momentOf } from '../../text/time';
import { t } from '../../words/say';
import { Icon } from '../Icon';

/** The address for events and the signing secret, which is displayed once. */
export function EventAddress({ automation, trigger }: { automation: Automation; trigger: Extract<Trigger, { kind: 'event' }> }) {
  const [secret, setSecret] = useState(() => takeSecret(automation.id));
  const [asks, setAsks] = useState<'new' | 'own' | null>(null);
  const [own, setOwn] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const told = takeSecret(automation.id);
    if (told) setSecret(told);
  }, [automation]);
  const renew = (): void => {
    setAsks(null);
    automations.newSecret(automation.id).then((made) => {
      keepSecret(made);
      setSecret(takeSecret(made.id));
    }, noticeFailure);
  };
  const take = (event: Event): void => {
    event.preventDefault();
    setProblem(null);
    automations.newSecret(automation.id, own).then(() => {
      setAsks(null);
      setOwn('');
      setSecret(undefined);
      notice(t('The sender’s secret is in use. The previous secret remains valid for one day.'));
    }, (failure: unknown) => setProblem(sentence(failure)));
  };
  const example = trigger.url && exampleOf(trigger.format, trigger.url, secret ?? t('your signing secret'));
  return (
    <section class="panel">
      <h2 class="panel-name">{t('Where its events go')}</h2>
      {automation.lastRefusedEvent && (
        <p class="banner" role="status">
          {automation.lastRefusedEvent.sentence}{' '}
          <time class="faint" dateTime={automation.lastRefusedEvent.at}>
            {momentOf(automation.lastRefusedEvent.at)}
          </time>
        </p>
      )}
      {trigger.url && <Copied name={t('Address')} copyName={t('Copy the address')} value={trigger.url} />}
      {secret ? (
        <>
          <Copied name={t('Signing secret')} copyName={t('Copy the signing secret')} value={secret} />
          <p class="banner" role="status">
            {t('Keep the secret now: it is not shown again. Whoever has it can wake this automation, never change what it does.')}
          </p>
        </>
      ) : asks === 'own' ? (
        <form onSubmit={take}>
          <label class="field-label" for="own-secret">{t('The secret that the sender made')}</label>
          <input id="own-secret" class="input" type="password" required autoComplete="off" value={own} onInput={(event) => setOwn(event.currentTarget.value)} />
          {problem && <p class="field-problem" role="alert">{problem}</p>}
          <div class="panel-acts">
            <button type="submit" class="button small primary">
              {t('Use this secret')}
            </button>
            <button type="button" class="button small" onClick={() => setAsks(null)}>
              {t('Cancel')}
            </button>
          </div>
        </form>
      ) : asks ? (
        <div class="panel-acts">
          <span>{t('The previous secret remains valid for one day.')}</span>
          <button type="button" class="button small danger" onClick={renew}>
            {t('Make a new secret')}
          </button>
          <button type="button" class="button small" onClick={() => setAsks(null)}>
            {t('Keep the old one')}
          </button>
        </div>
      ) : (
        <div class="panel-acts">
          <button type="button" class="button small" onClick={() => setAsks('new')}>
            {t('New signing secret')}
          </button>
          <button type="button" class="button small" onClick={() => setAsks('own')}>
            {t('Use the sender’s secret')}
          </button>
        </div>
      )}
      {example && (
        <details class="example" open={!!secret}>
          <summary>{t('Test it from the command line')}</summary>
          <pre class="request" tabIndex={0}><code>{example}</code></pre>
          <p><button type="button" class="button small" onClick={() => copyText(example)}><Icon name="copy" />{t('Copy the example')}</button></p>
        </details>
      )}
      <p class="hint">
        {trigger.format === 'github'
          ? t('Signed as GitHub signs its webhooks (X-Hub-Signature-256).')
          : trigger.format === 'stripe'
          ? t('Signed as Stripe signs its webhooks (Stripe-Signature). Stripe makes the secret: enter it here.')
          : t('Signed as Standard Webhooks describes (webhook-signature, or svix-signature).')}{' '}
        {t('Runs read events as information, never as instructions.')}
      </p>
    </section>
  );
}

/** An example shell command that sends a signed event. */
const exampleOf = (format: 'standard' | 'github' | 'stripe', url: string, secret: string): string =>
  format === 'stripe'
    ? [
        `secret='${secret}'`,
        `body='{"id":"evt_'$(date +%s)'","type":"invoice.paid","data":{"amount":120000}}'; now=$(date +%s)`,
        `signature=$(printf '%s' "$now.$body" | openssl dgst -sha256 -hmac "$secret" -r | cut -d' ' -f1)`,
        `curl -X POST '${url}' \\`,
        `  -H 'content-type: application/json' -H "stripe-signature: t=$now,v1=$signature" -d "$body"`,
      ].join('\n')
    : format === 'github'
    ? [
        `secret='${secret}'`,
        `body='{"action":"signed","amount":120000}'`,
        `signature=$(printf '%s' "$body" | openssl dgst -sha256 -hmac "$secret" -r | cut -d' ' -f1)`,
        `curl -X POST '${url}' \\`,
        `  -H 'content-type: application/json' -H "x-github-delivery: $(date +%s)-$$" -H 'x-github-event: deal' \\`,
        `  -H "x-hub-signature-256: sha256=$signature" -d "$body"`,
      ].join('\n')
    : [
        `secret='${secret}'`,
        `body='{"type":"deal.signed","data":{"amount":120000}}'`,
        `id="msg_$(date +%s)_$$"; now=$(date +%s)`,
        `key=$(printf '%s' "\${secret#whsec_}" | base64 -d | od -An -tx1 | tr -d ' \\n')`,
        `signature=$(printf '%s' "$id.$now.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)`,
        `curl -X POST '${url}' \\`,
        `  -H 'content-type: application/json' -H "webhook-id: $id" -H "webhook-timestamp: $now" \\`,
        `  -H "webhook-signature: v1,$signature" -d "$body"`,
      ].join('\n');

function Copied({ name, copyName, value }: { name: string; copyName: string; value: string }) {
  return (
    <p class="copied">
      <span>{name}</span><code>{value}</code>
      <button type="button" class="quiet icon-only" aria-label={copyName} title={t('Copy')} onClick={() => copyText(value)}><Icon name="copy" /></button>
    </p>
  );
}
