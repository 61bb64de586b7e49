import { useEffect, useState } from 'preact/hooks';
import { get, query, remove, sentence } from '../../api/http';
import type { Connection } from '../../api/mine';
import type { Listing } from '../../api/shapes';
import { notice, noticeFailure } from '../../state/notices';
import { go } from '../../state/route';
import { myself } from '../../state/session';
import { momentOf } from '../../text/time';
import { plural, t, type Text } from '../../words/say';
import { Icon } from '../Icon';
import { Banner, Ghosts, Nothing, PageHead } from '../PageHead';
import { ConnectionTools } from './ConnectionTools';

const states: Record<Connection['state'], { words: Text; tone: string }> = {
  none: { words: 'not connected', tone: '' },
  connected: { words: 'connected', tone: 'good' },
  reconnect: { words: 'connect again', tone: 'warn' },
};

const startAgain: Text = 'Nothing was connected: it took too long or was begun somewhere else. Start it again here.';

const failures: Record<string, Text> = {
  denied: 'You did not give consent, so nothing was connected.',
  stale: startAgain,
  'not-kept': 'It could not be kept safely just now, so nothing was connected. Try again in a moment.',
  'other-browser': startAgain,
  'signed-out': 'You were signed out meanwhile, so nothing was connected. Start it again here.',
  'other-person': 'Somebody else is signed in by now, so nothing was connected.',
};

const connectPath = (provider: string): string => `/api/connections/${encodeURIComponent(provider)}/connect${query({ returnTo: '/connections' })}`;

/** The accounts that the agent may use on my behalf. */
export function ConnectionsPage({ search }: { search: URLSearchParams }) {
  const [connections, setConnections] = useState<Connection[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = (): void => {
    setProblem(null);
    get<Listing<Connection>>('/api/connections').then((found) => setConnections(found.items), (failure: unknown) => setProblem(sentence(failure)));
  };
  useEffect(load, []);
  return (
    <div class="page" aria-busy={!connections && !problem}>
      <PageHead title={t('Connections')} />
      <p class="lead">
        {t('Accounts of {name} that the agent may use, only when you ask or when a run of yours does. Nobody else’s question ever uses them.', {
          name: myself()?.name ?? '',
        })}
      </p>
      <Came search={search} connections={connections ?? []} />
      <Banner problem={problem} retry={load} />
      {!connections && !problem && <Ghosts />}
      {connections?.length === 0 && (
        <Nothing title={t('No account can be connected here')}>
          <p>
            {t('Your administrator decides which providers Onbehalf may connect to. Your databases and the wiki need no connection: they know you already.')}
          </p>
        </Nothing>
      )}
      <ul class="connections">
        {connections?.map((connection) => <li key={connection.provider}><ConnectionCard connection={connection} onChanged={load} /></li>)}
      </ul>
    </div>
  );
}

/** The result of the provider's sign-in, displayed once. */
function Came({ search, connections }: { search: URLSearchParams; connections: Connection[] }) {
  const [connected, failed] = [search.get('connected'), search.get('connect-failed')];
  if (!connected && !failed) return null;
  const name = connections.find((one) => one.provider === connected)?.name ?? connected ?? '';
  return (
    <p class={connected ? 'banner good-banner' : 'banner'} role="status">
      {connected
        ? t('{name} is connected as you.', { name })
        : t(failures[failed!] ?? 'The provider gave no access, so nothing was connected. Start it again.')}{' '}
      <button type="button" class="linklike" onClick={() => go('/connections', true)}>
        {t('Dismiss')}
      </button>
    </p>
  );
}

function ConnectionCard({ connection, onChanged }: { connection: Connection; onChanged: () => void }) {
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const disconnect = (): void => {
    setBusy(true);
    remove<{ revokedUpstream: boolean } | undefined>(`/api/connections/${encodeURIComponent(connection.provider)}`)
      .then((done) => {
        notice(
          done?.revokedUpstream
            ? t('Disconnected, and revoked at {name}.', { name: connection.name })
            : t('Disconnected. {name} could not be told; revoke it there too.', { name: connection.name }),
        );
        setAsks(false);
        onChanged();
      }, noticeFailure)
      .finally(() => setBusy(false));
  };
  const { words, tone } = states[connection.state];
  return (
    <section class={`panel connection ${connection.state}`} aria-label={connection.name}>
      <header class="panel-head">
        <span class="panel-mark" aria-hidden="true"><Icon name="plug" /></span>
        <div class="panel-title">
          <h2>{connection.name}</h2>
          <p class="faint">{connection.account ?? (connection.kind === 'mcp' ? t('tools of another service') : t('account of another service'))}</p>
        </div>
        <span class={`tag ${tone}`}>{t(words)}</span>
      </header>
      {connection.reason && <p class="panel-note">{connection.reason}</p>}
      {connection.state !== 'none' && (
        <dl class="facts">
          <div>
            <dt>{t('May')}</dt>
            <dd>
              {connection.kind === 'slack' ? (
                t('ask the agent as you, from Slack')
              ) : connection.scopes.length ? (
                <details class="exactly">
                  <summary>{plural('one kind of access', '{n} kinds of access', connection.scopes.length)}</summary>
                  <ul class="scopes">
                    {connection.scopes.map((scope) => (
                      <li key={scope}>
                        <code>{scope}</code>
                      </li>
                    ))}
                  </ul>
                </details>
              ) : (
                t('sign you in')
              )}
            </dd>
          </div>
          {connection.connectedAt && (
            <div>
              <dt>{t('Connected')}</dt>
              <dd>
                <time dateTime={connection.connectedAt}>{momentOf(connection.connectedAt)}</time>
              </dd>
            </div>
          )}
          {connection.kind !== 'slack' && (
            <div>
              <dt>{t('Last used')}</dt>
              <dd>{connection.lastUsedAt ? <time dateTime={connection.lastUsedAt}>{momentOf(connection.lastUsedAt)}</time> : t('never')}</dd>
            </div>
          )}
        </dl>
      )}
      {connection.kind === 'mcp' && connection.state === 'connected' && <ConnectionTools provider={connection.provider} name={connection.name} />}
      <div class="panel-acts">
        {connection.state !== 'connected' && (
          <a class="button small primary" href={connectPath(connection.provider)}>
            {connection.state === 'none' ? t('Connect') : t('Connect again')}
          </a>
        )}
        {connection.state !== 'none' && !asks && <button type="button" class="button small" onClick={() => setAsks(true)}>{t('Disconnect')}</button>}
        {asks && (
          <>
            <span>
              {connection.kind === 'slack'
                ? t('The agent will not answer you in Slack until you link again.')
                : t('Runs of yours that need it will be on hold.')}
            </span>
            <button type="button" class="button small danger" disabled={busy} onClick={disconnect}>{t('Disconnect now')}</button>
            <button type="button" class="button small" disabled={busy} onClick={() => setAsks(false)}>{t('Keep it')}</button>
          </>
        )}
      </div>
    </section>
  );
}
