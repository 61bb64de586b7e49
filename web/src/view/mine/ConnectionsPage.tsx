import { useEffect, useState } from 'preact/hooks';
import { get, query, remove, sentence } from '../../api/http';
import type { Connection } from '../../api/mine';
import type { Listing } from '../../api/shapes';
import { notice, noticeFailure } from '../../state/notices';
import { go } from '../../state/route';
import { myself } from '../../state/session';
import { momentOf } from '../../text/time';
import { Icon } from '../Icon';
import { Banner, Ghosts, Nothing, PageHead } from '../PageHead';
import { ConnectionTools } from './ConnectionTools';

const states: Record<Connection['state'], { words: string; tone: string }> = {
  none: { words: 'not connected', tone: '' },
  connected: { words: 'connected', tone: 'good' },
  reconnect: { words: 'connect again', tone: 'warn' },
};

const startAgain = 'Nothing was connected: it took too long or was begun somewhere else. Start it again here.';

const failures: Record<string, string> = {
  denied: 'You did not give consent, so nothing was connected.',
  stale: startAgain,
  'not-kept': 'It could not be kept safely just now, so nothing was connected. Try again in a moment.',
  'other-browser': startAgain,
  'signed-out': 'You were signed out meanwhile, so nothing was connected. Start it again here.',
  'other-person': 'Somebody else is signed in by now, so nothing was connected.',
};

const connectPath = (provider: string): string => `/api/connections/${encodeURIComponent(provider)}/connect${query({ returnTo: '/connections' })}`;

/** The accounts that I let the agent use as me. */
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
      <PageHead title="Connections" />
      <p class="lead">Accounts of {myself()?.name} that the agent may use, only when you ask or when a run of yours does. Nobody else’s question ever uses them.</p>
      <Came search={search} connections={connections ?? []} />
      <Banner problem={problem} retry={load} />
      {!connections && !problem && <Ghosts />}
      {connections?.length === 0 && (
        <Nothing title="No account can be connected here">
          <p>Your administrator decides which providers Onbehalf may connect to. Your databases and the wiki need no connection: they know you already.</p>
        </Nothing>
      )}
      <ul class="connections">
        {connections?.map((connection) => <li key={connection.provider}><ConnectionCard connection={connection} onChanged={load} /></li>)}
      </ul>
    </div>
  );
}

/** How it went at the provider, said once. */
function Came({ search, connections }: { search: URLSearchParams; connections: Connection[] }) {
  const [connected, failed] = [search.get('connected'), search.get('connect-failed')];
  if (!connected && !failed) return null;
  const name = connections.find((one) => one.provider === connected)?.name ?? connected;
  return (
    <p class={connected ? 'banner good-banner' : 'banner'} role="status">
      {connected ? `${name} is connected as you.` : (failures[failed!] ?? 'The provider gave no access, so nothing was connected. Start it again.')} <button type="button" class="linklike" onClick={() => go('/connections', true)}>Dismiss</button>
    </p>
  );
}

function ConnectionCard({ connection, onChanged }: { connection: Connection; onChanged: () => void }) {
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const disconnect = (): void => {
    setBusy(true);
    remove<{ revokedUpstream: boolean } | undefined>(`/api/connections/${encodeURIComponent(connection.provider)}`)
      .then(
        (done) => {
          notice(done?.revokedUpstream ? `Disconnected, and revoked at ${connection.name}.` : `Disconnected. ${connection.name} could not be told; revoke it there too.`);
          setAsks(false);
          onChanged();
        },
        noticeFailure,
      )
      .finally(() => setBusy(false));
  };
  const { words, tone } = states[connection.state];
  return (
    <section class={`panel connection ${connection.state}`} aria-label={connection.name}>
      <header class="panel-head">
        <span class="panel-mark" aria-hidden="true"><Icon name="plug" /></span>
        <div class="panel-title">
          <h2>{connection.name}</h2>
          <p class="faint">{connection.account ?? (connection.kind === 'mcp' ? 'tools of another service' : 'account of another service')}</p>
        </div>
        <span class={`tag ${tone}`}>{words}</span>
      </header>
      {connection.reason && <p class="panel-note">{connection.reason}</p>}
      {connection.state !== 'none' && (
        <dl class="facts">
          <div><dt>May</dt><dd>{connection.kind === 'slack' ? 'ask the agent as you, from Slack' : connection.scopes.length ? <details class="exactly"><summary>{connection.scopes.length === 1 ? 'one kind of access' : `${connection.scopes.length} kinds of access`}</summary><ul class="scopes">{connection.scopes.map((scope) => <li key={scope}><code>{scope}</code></li>)}</ul></details> : 'sign you in'}</dd></div>
          {connection.connectedAt && <div><dt>Connected</dt><dd><time dateTime={connection.connectedAt}>{momentOf(connection.connectedAt)}</time></dd></div>}
          {connection.kind !== 'slack' && <div><dt>Last used</dt><dd>{connection.lastUsedAt ? <time dateTime={connection.lastUsedAt}>{momentOf(connection.lastUsedAt)}</time> : 'never'}</dd></div>}
        </dl>
      )}
      {connection.kind === 'mcp' && connection.state === 'connected' && <ConnectionTools provider={connection.provider} name={connection.name} />}
      <div class="panel-acts">
        {connection.state !== 'connected' && <a class="button small primary" href={connectPath(connection.provider)}>{connection.state === 'none' ? 'Connect' : 'Connect again'}</a>}
        {connection.state !== 'none' && !asks && <button type="button" class="button small" onClick={() => setAsks(true)}>Disconnect</button>}
        {asks && (
          <>
            <span>{connection.kind === 'slack' ? 'The agent will not answer you in Slack until you link again.' : 'Runs of yours that need it will be on hold.'}</span>
            <button type="button" class="button small danger" disabled={busy} onClick={disconnect}>Disconnect now</button>
            <button type="button" class="button small" disabled={busy} onClick={() => setAsks(false)}>Keep it</button>
          </>
        )}
      </div>
    </section>
  );
}
