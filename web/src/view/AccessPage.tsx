import { useEffect, useState } from 'preact/hooks';
import { get, sentence } from '../api/http';
import type { Access } from '../api/shapes';
import { myself } from '../state/session';
import { flagWords, kindWords, rowWords } from '../text/rights';
import { groupedTools, tableName, toolName } from '../text/tools';
import { loadSpaces, spacePath, spaces, spacesProblem } from '../state/wiki';
import { plural, rich, t } from '../words/say';
import { Banner, PageHead } from './PageHead';

export function AccessPage() {
  const [access, setAccess] = useState<Access | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = (): void => {
    setProblem(null);
    get<Access>('/api/me/access').then(setAccess, (failure: unknown) => setProblem(sentence(failure)));
  };
  useEffect(ask, []);
  const me = myself();
  const names = me ? [me.name.toLowerCase()] : [];
  return (
    <div class="page" aria-busy={!access && !problem}>
      <PageHead title={t('What the agent can see as me')} />
      <p class="lead">
        {me?.groups.length
          ? t('Asked of every source just now, with {name}’s own rights ({groups}).', { name: me.name, groups: me.groups.join(', ') })
          : t('Asked of every source just now, with {name}’s own rights.', { name: me?.name ?? '' })}{' '}
        {t('The agent has no rights of its own: this is all it can reach when you ask.')}
      </p>
      {problem && <p class="banner" role="alert">{problem} <button type="button" class="linklike" onClick={ask}>{t('Try again')}</button></p>}
      {!access && !problem && <div class="ghosts" aria-hidden="true"><i /><i /><i /></div>}
      {access?.sources.map((source) => (
        <section key={source.name} class="source">
          <h2>
            {source.name}{' '}
            <span class="tag" title={source.kind}>
              {kindWords(source.kind)}
            </span>
            {source.available ? <span class="tag good">{t('available')}</span> : <span class="tag warn">{t('not available')}</span>}
          </h2>
          {source.reason && <p class="hint">{source.reason}</p>}
          {source.flags.length > 0 && <Findings flags={source.flags} />}
          {source.available && source.tables.length === 0 && <p class="hint">{t('You may see nothing here.')}</p>}
          {source.tables.map((table) => (
            <details key={table.name} class="relation">
              <summary>
                <b title={table.name}>{tableName(table.name)}</b>
                <span class="faint">{plural('{n} column', '{n} columns', table.columns.length)}</span>
                <span class="row-rule">{rowWords(table.rowRule, names)}</span>
              </summary>
              <p class="as-written"><code>{table.name}</code> {rowWords(table.rowRule, names) !== table.rowRule && <code>{table.rowRule}</code>}</p>
              <ul class="columns">
                {table.columns.map((column) => (
                  <li key={column.name}>
                    <code>{column.name}</code> <span class="faint">{column.type}</span>
                  </li>
                ))}
              </ul>
            </details>
          ))}
        </section>
      ))}
      {access && <ReadableSpaces />}
      {access && (
        <section class="source">
          <h2>{t('What it can do for me')}</h2>
          {groupedTools(access.tools).map(([group, inside]) => (
            <div key={group}>
              <h3 class="part-name">{t(group)}</h3>
              <ul class="columns plain">
                {inside.map((tool) => (
                  <li key={tool.name} title={tool.name}>
                    {toolName(tool.name)}
                    {tool.effect !== 'read' && <span class="tag warn">{t('asks you first')}</span>}
                  </li>
                ))}
              </ul>
            </div>
          ))}
          <details class="exactly">
            <summary>{t('Names and descriptions that the agent gets')}</summary>
            <ul class="tools">{access.tools.map((tool) => <li key={tool.name}><code>{tool.name}</code><span>{tool.description}</span></li>)}</ul>
          </details>
          <p class="hint">
            {rich('Accounts of other services that you let it use stand under {connections}; what it remembers for you under {memory}.', {
              connections: <a href="/connections">{t('Connections')}</a>,
              memory: <a href="/memory">{t('Memory')}</a>,
            })}
          </p>
          <p class="hint">
            {access.confirmSeconds === 0
              ? t('Your account is confirmed at your identity provider before every look.')
              : t('A confirmation of your account is used for reads for at most {n} seconds.', { n: access.confirmSeconds })}
          </p>
        </section>
      )}
    </div>
  );
}

function Findings({ flags }: { flags: string[] }) {
  return (
    <div>
      {[...new Set(flags.map(flagWords))].map((words) => <p key={words} class="hint">{words}</p>)}
      <details class="exactly"><summary>{t('What the check found')}</summary><ul>{flags.map((flag) => <li key={flag}>{flag}</li>)}</ul></details>
    </div>
  );
}

function ReadableSpaces() {
  useEffect(() => void loadSpaces(), []);
  const all = spaces.value;
  return (
    <section class="source">
      <h2>{t('Wiki')}</h2>
      <Banner problem={spacesProblem.value} retry={() => void loadSpaces()} />
      {all?.length === 0 && <p class="hint">{t('No space that you may read.')}</p>}
      <ul class="access-spaces">
        {all?.map((space) => (
          <li key={space.id}>
            <a href={spacePath(space.id)}>{space.name}</a>
            <span class="faint">{t('read by {audience}', { audience: space.audience })}</span>
            {space.mayWrite && <span class="tag warn">{t('writes after asking you')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
