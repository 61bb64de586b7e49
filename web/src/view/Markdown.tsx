import { Fragment, type ComponentChildren, type JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Mention } from '../api/shapes';
import { copyText } from '../state/copy';
import { parts, type Alignment, type Inline, type Part } from '../text/markdown';
import { withMentions } from '../text/mentions';
import { t } from '../words/say';
import { Icon } from './Icon';
import { Named } from './Named';

/** Text of a model or a person, rendered as elements and never as HTML. */
export function Markdown({ text, document, mentions }: { text: string; document?: boolean; mentions?: Mention[] | undefined }) {
  const tree = useMemo(() => withMentions(parts(text), mentions ?? []), [text, mentions]);
  return <div class={document ? 'prose document' : 'prose'}>{tree.map(part)}</div>;
}

function part(one: Part, key: number): JSX.Element {
  switch (one.kind) {
    case 'paragraph': return <p key={key} dir="auto">{one.inside.map(inline)}</p>;
    case 'line': return <Fragment key={key}>{one.inside.map(inline)}</Fragment>;
    case 'heading': return heading(one.level, one.inside.map(inline), key);
    case 'code': return <CodeBlock key={key} text={one.text} />;
    case 'quote': return <blockquote key={key}>{one.parts.map(part)}</blockquote>;
    case 'list': {
      const items = one.items.map((item, index) => <li key={index} dir="auto">{item.map(part)}</li>);
      return one.ordered ? <ol key={key} start={one.start}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case 'table':
      return (
        <div key={key} class="table-box" tabIndex={0} role="group" aria-label={t('Table')}>
          <table>
            <thead>
              <tr>
                {one.head.map((cell, index) => (
                  <th key={index} scope="col" dir="auto" class={side(one.align[index])}>
                    {cell.map(inline)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {one.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, at) => (
                    <td key={at} dir="auto" class={side(one.align[at])}>
                      {cell.map(inline)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'rule':
      return <hr key={key} />;
  }
}

const CodeBlock = ({ text }: { text: string }) => (
  <div class="code-box">
    <pre tabIndex={0}><code>{text}</code></pre>
    <button type="button" class="quiet icon-only" aria-label={t('Copy code')} title={t('Copy code')} onClick={() => copyText(text)}>
      <Icon name="copy" />
    </button>
  </div>
);

const side = (align: Alignment | undefined): string | undefined => (align && align !== 'left' ? `to-${align}` : undefined);

/** Headings of an answer are nested below the headings of the page. */
function heading(level: number, inside: ComponentChildren, key: number): JSX.Element {
  return level <= 2 ? <h2 key={key} dir="auto" class={`level-${level}`}>{inside}</h2> : <h3 key={key} dir="auto">{inside}</h3>;
}

function inline(one: Inline, key: number): ComponentChildren {
  switch (one.kind) {
    case 'text': return one.text;
    case 'mention': return <Named key={key} mention={one.mention} />;
    case 'code': return <code key={key}>{one.text}</code>;
    case 'strong': return <strong key={key}>{one.inside.map(inline)}</strong>;
    case 'em': return <em key={key}>{one.inside.map(inline)}</em>;
    case 'del': return <del key={key}>{one.inside.map(inline)}</del>;
    case 'break': return <br key={key} />;
    case 'page': return <a key={key} href={one.href}>{one.inside.map(inline)}</a>;
    case 'link': return (
      <a key={key} href={one.href} target="_blank" rel="noopener noreferrer nofollow" title={one.href}>
        {one.inside.map(inline)} <span class="host">({one.host})</span>
      </a>
    );
  }
}
